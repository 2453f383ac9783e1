"""Croatian."""

from corpus.languages.language import NONE, Language, Words

LANGUAGE = Language(
    code="hr",
    name="Croatian",
    months=(
        "siječanj siječnja sij",
        "veljača veljače velj",
        "ožujak ožujka ožu",
        "travanj travnja tra",
        "svibanj svibnja svi",
        "lipanj lipnja lip",
        "srpanj srpnja srp",
        "kolovoz kolovoza kol",
        "rujan rujna ruj",
        "listopad listopada lis",
        "studeni studenoga studenog stu",
        "prosinac prosinca pro",
    ),
    weekdays=(
        "ponedjeljak utorak srijeda srijedu četvrtak petak subota subotu nedjelja nedjelju pon "
        "uto sri čet pet sub ned"
    ),
    by=Words(
        forms=(
            "piše", "piše:", "pišu:", "napisao", "napisala", "autor:", "autorica:", "autori:",
            "tekst:", "razgovarao", "razgovarala", "razgovarao:", "objavio", "objavila",
            "priredio", "priredila", "kolumna:",
        ),
        example="Piše: Ana Primjer",
    ),
    by_alone=NONE,
    published=Words(
        forms=(
            "objavljeno", "objavljen", "objava:", "datum objave", "datum:", "vrijeme objave",
            "objavljeno u", "kreirano", "dodano",
        ),
        example="Objavljeno: 5. ožujka 2020.",
    ),
    updated=Words(
        forms=(
            "ažurirano", "zadnja izmjena", "zadnje ažuriranje", "posljednja izmjena",
            "posljednje ažuriranje", "izmijenjeno", "osvježeno", "dopunjeno",
        ),
        example="Zadnja izmjena 6. ožujka 2020.",
    ),
    bodies=Words(
        forms=(
            "Redakcija", "Uredništvo", "Agencija", "Agencije", "Dopisnik", "Dopisnica",
            "Izvjestitelj", "Novinar", "Novinarka", "Urednik", "Urednica", "Glavni urednik",
            "Komentator", "Kolumnist", "Kolumnistica", "Suradnik", "Gost", "Čitatelj",
            "Pisma čitatelja", "Priopćenje", "Administrator", "Hina", "AFP", "Reuters", "AP",
        ),
        example="Redakcija / Hina",
    ),
    more=Words(
        forms=(
            "Pročitajte i", "Pročitajte još", "Pročitajte više", "Pročitaj i", "Pročitaj više",
            "Čitajte", "Čitaj više", "Čitajte više", "Čitajte još", "Pogledajte i", "Pogledajte",
            "Pogledaj i", "Više o tome", "Više", "Vezani članak", "Vezane vijesti", "Povezano",
            "Video:", "Poslušajte",
        ),
        example="Pročitajte i: Most koji nitko nije htio",
    ),
    related=Words(
        forms=(
            "Pročitajte još", "Pročitajte i", "Povezani članci", "Povezane vijesti", "Povezano",
            "Vezane vijesti", "Vezani članci", "Slični članci", "Preporučujemo", "Preporučeno",
            "Možda će vas zanimati", "Moglo bi vas zanimati", "Najčitanije", "Najnovije",
            "Najnovije vijesti", "Najpopularnije", "Najkomentiranije", "Zadnje vijesti",
            "Ostale vijesti", "Ostali članci", "Više iz rubrike", "Izdvojeno", "Oznake",
            "Ključne riječi", "Teme", "Komentari", "Komentar", "Komentiraj", "Ostavite komentar",
            "Napišite komentar", "Odgovori", "O autoru", "O autorici", "Sljedeći članak",
            "Prethodni članak", "Podijeli", "Podijelite", "Galerija", "Newsletter",
        ),
        example="Povezani članci",
    ),
    requests=Words(
        forms=(
            "Pretplatite se", "Pretplati se", "Prijavite se", "Prijavi se", "Registrirajte se",
            "Registriraj se", "Pratite nas", "Prati nas", "Pridružite se", "Preuzmite",
            "Preuzmite aplikaciju", "Podržite", "Podržite nas", "Donirajte", "Postanite",
            "Već ste pretplatnik", "Ovaj članak je", "Za nastavak čitanja", "Nastavite čitati",
            "Newsletter", "Naš newsletter", "Primajte", "Podijeli", "Podijelite", "Kopiraj link",
            "Ispiši", "Ispis", "Poslušajte članak", "Oglas", "Tekst se nastavlja",
            "Članak se nastavlja", "Vaša e-mail adresa", "Uočili ste pogrešku", "Prijavi pogrešku",
            "Pišite nam", "Kontaktirajte nas", "Glasajte", "Spremi",
        ),
        example="Pretplatite se na naš newsletter",
    ),
    consent=Words(
        forms=(
            "Koristimo kolačiće", "Ova stranica koristi kolačiće", "Ove stranice koriste kolačiće",
            "Web stranica koristi kolačiće", "Mi i naši partneri", "Politika privatnosti",
            "Pravila privatnosti", "Politika kolačića", "Postavke kolačića", "Prihvati sve",
            "Prihvaćam", "Slažem se", "Odbij sve", "Vanjski sadržaj", "Zaštita podataka",
            "Uvjeti korištenja", "Sva prava pridržana",
        ),
        example="Ova stranica koristi kolačiće.",
    ),
    credits=Words(
        forms=(
            "foto:", "fotografija:", "fotografije:", "snimio", "snimila", "izvor:",
            "izvor fotografije", "slika:", "ilustracija:", "grafika:", "karikatura:", "video:",
            "arhiva", "ilustracija",
        ),
        example="Snimila Ana Leća",
    ),
    kickers=Words(
        forms=(
            "Komentar", "Kolumna", "Kolumne", "Uvodnik", "Mišljenje", "Stav", "Stavovi", "Analiza",
            "Intervju", "Reportaža", "Esej", "Osvrt", "Polemika", "Pisma čitatelja", "Ekskluzivno",
            "Politika", "Hrvatska", "Svijet", "Vijesti", "Gospodarstvo", "Kultura", "Sport",
            "Uživo", "Recenzija",
        ),
        example="Uvodnik",
    ),
    common=(
        "i u je na se da su za od s o što kao ne ali iz koji bi koje nije će to"
    ),
)
