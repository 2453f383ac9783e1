"""Serbian."""

from corpus.languages.language import NONE, Language, Words

LANGUAGE = Language(
    code="sr",
    name="Serbian",
    months=(
        "januar januara jan јануар јануара јан",
        "februar februara feb фебруар фебруара феб",
        "mart marta mar март марта мар",
        "april aprila apr април априла апр",
        "maj maja мај маја",
        "jun juna juni јун јуна јуни",
        "jul jula juli јул јула јули",
        "avgust avgusta avg август августа авг",
        "septembar septembra sep sept септембар септембра сеп септ",
        "oktobar oktobra okt октобар октобра окт",
        "novembar novembra nov новембар новембра нов",
        "decembar decembra dec децембар децембра дец",
    ),
    weekdays=(
        "ponedeljak utorak sreda sredu četvrtak petak subota subotu nedelja nedelju понедељак "
        "уторак среда среду четвртак петак субота суботу недеља недељу"
    ),
    by=Words(
        forms=(
            "piše", "piše:", "pišu:", "napisao", "napisala", "autor:", "autorka:", "autori:",
            "tekst:", "razgovarao", "razgovarala", "priredio", "priredila", "пише", "пише:",
            "пишу:", "написао", "написала", "аутор:", "ауторка:", "аутори:", "текст:",
            "разговарао", "разговарала", "приредио",
        ),
        example="Пише: Ана Пример",
    ),
    by_alone=NONE,
    published=Words(
        forms=(
            "objavljeno", "objavljeno:", "datum objave", "datum:", "postavljeno", "objavljeno u",
            "објављено", "објављено:", "датум објаве", "датум:",
        ),
        example="Objavljeno: 5. marta 2020.",
    ),
    updated=Words(
        forms=(
            "ažurirano", "poslednja izmena", "izmenjeno", "poslednje ažuriranje", "osveženo",
            "ажурирано", "последња измена", "измењено",
        ),
        example="Poslednja izmena: 6. mart 2020.",
    ),
    bodies=Words(
        forms=(
            "Redakcija", "Agencija", "Agencije", "Dopisnik", "Novinar", "Novinarka", "Urednik",
            "Urednica", "Glavni urednik", "Komentator", "Kolumnista", "Saradnik", "Gost",
            "Čitalac", "Pisma čitalaca", "Saopštenje", "Administrator", "Tanjug", "Beta", "FoNet",
            "Srna", "Редакција", "Агенција", "Агенције", "Дописник", "Новинар", "Уредник",
            "Уредништво", "Танјуг", "Бета", "Фонет", "Срна", "AFP", "Reuters", "AP",
        ),
        example="Редакција / Танјуг",
    ),
    more=Words(
        forms=(
            "Pročitajte i", "Pročitajte još", "Pročitajte više", "Pročitaj i", "Čitajte",
            "Čitaj više", "Pogledajte i", "Pogledajte", "Više o tome", "Vezane vesti",
            "Povezane vesti", "Video:", "Прочитајте и", "Прочитајте још", "Прочитајте више",
            "Погледајте и", "Више о томе",
        ),
        example="Pročitajte još: Most koji niko nije hteo",
    ),
    related=Words(
        forms=(
            "Pročitajte još", "Povezane vesti", "Vezane vesti", "Povezani članci", "Slični članci",
            "Preporučujemo", "Preporučeno", "Možda će vas zanimati", "Najčitanije", "Najnovije",
            "Najnovije vesti", "Poslednje vesti", "Ostale vesti", "Izdvajamo", "Tagovi",
            "Ključne reči", "Teme", "Komentari", "Komentar", "Ostavite komentar",
            "Pošalji komentar", "Pošaljite komentar", "O autoru", "Sledeća vest", "Prethodna vest",
            "Podeli", "Galerija", "Прочитајте још", "Повезане вести", "Повезани чланци",
            "Најчитаније", "Најновије", "Најновије вести", "Коментари", "Коментар",
            "Оставите коментар", "Пошаљите коментар", "О аутору", "Подели",
        ),
        example="Povezane vesti",
    ),
    requests=Words(
        forms=(
            "Pretplatite se", "Pretplati se", "Prijavite se", "Registrujte se", "Pratite nas",
            "Pridružite se", "Preuzmite", "Preuzmite aplikaciju", "Podržite", "Donirajte",
            "Ovaj članak je", "Za nastavak čitanja", "Newsletter", "Podeli", "Podelite", "Štampaj",
            "Odštampaj", "Oglas", "Reklama", "Vaša e-mail adresa", "Pišite nam", "Glasajte",
            "Претплатите се", "Пријавите се", "Пратите нас", "Придружите се", "Преузмите",
            "Подржите", "Донирајте", "Подели", "Штампај", "Оглас",
        ),
        example="Pratite nas i na društvenim mrežama",
    ),
    consent=Words(
        forms=(
            "Koristimo kolačiće", "Ovaj sajt koristi kolačiće", "Sajt koristi kolačiće",
            "Mi i naši partneri", "Politika privatnosti", "Politika kolačića", "Prihvatam",
            "Prihvati sve", "Slažem se", "Zaštita podataka", "Uslovi korišćenja",
            "Sva prava zadržana", "Користимо колачиће", "Политика приватности", "Прихватам",
            "Сва права задржана", "Услови коришћења",
        ),
        example="Ovaj sajt koristi kolačiće.",
    ),
    credits=Words(
        forms=(
            "foto:", "fotografija:", "fotografije:", "snimio", "snimila", "izvor:", "ilustracija:",
            "karikatura:", "video:", "arhiva", "фото:", "фотографија:", "снимио", "снимила",
            "извор:", "илустрација:", "архива",
        ),
        example="Фото: Ана Сочиво",
    ),
    kickers=Words(
        forms=(
            "Komentar", "Kolumna", "Kolumne", "Uvodnik", "Mišljenje", "Stav", "Stavovi", "Analiza",
            "Intervju", "Reportaža", "Esej", "Polemika", "Pisma čitalaca", "Ekskluzivno",
            "Politika", "Svet", "Društvo", "Vesti", "Ekonomija", "Kultura", "Sport", "Uživo",
            "Коментар", "Колумна", "Уводник", "Мишљење", "Став", "Анализа", "Интервју",
            "Репортажа", "Полемика", "Политика", "Свет", "Друштво", "Култура", "Спорт",
        ),
        example="Уводник",
    ),
    common=(
        "i u je na se da su za od sa o što kao ne ali iz koji bi koje nije će у је на се "
        "да су за од са о што као не али из који би које није ће то"
    ),
)
