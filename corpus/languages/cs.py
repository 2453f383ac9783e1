"""Czech."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="cs",
    name="Czech",
    months=(
        "leden ledna led",
        "únor února úno",
        "březen března bře",
        "duben dubna dub",
        "květen května kvě",
        "červen června čvn",
        "červenec července čvc",
        "srpen srpna srp",
        "září zář",
        "říjen října říj",
        "listopad listopadu lis",
        "prosinec prosince pro",
    ),
    weekdays=(
        "pondělí úterý středa středu čtvrtek pátek sobota sobotu neděle neděli po út st čt pá "
        "so ne"
    ),
    by=Words(
        forms=(
            "od:", "napsal", "napsala", "napsali", "autor:", "autorka:", "autoři:", "text:",
            "zpracoval", "zpracovala", "připravil", "připravila", "rozhovor vedl",
            "rozhovor vedla", "píše", "komentář", "redaktor:", "redaktorka:", "vložil",
            "publikoval",
        ),
        example="Autorka: Anna Příkladová",
    ),
    by_alone=Words(
        forms=(
            "od",
        ),
        example="od Anna Příkladová",
    ),
    published=Words(
        forms=(
            "publikováno", "vydáno", "zveřejněno", "datum:", "datum vydání", "datum publikace",
            "vytvořeno", "vloženo", "přidáno", "vyšlo", "ze dne", "čas vydání",
        ),
        example="Publikováno: 5. března 2020",
    ),
    updated=Words(
        forms=(
            "aktualizováno", "aktualizace", "aktualizace:", "poslední aktualizace",
            "poslední změna", "upraveno", "změněno", "naposledy upraveno", "doplněno", "opraveno",
        ),
        example="Aktualizováno 6. března 2020",
    ),
    bodies=Words(
        forms=(
            "Redakce", "Redakční", "Naše redakce", "Agentura", "Agentury", "Zpravodaj",
            "Zpravodajka", "Zahraniční zpravodaj", "Reportér", "Reportérka", "Novinář",
            "Novinářka", "Redaktor", "Redaktorka", "Šéfredaktor", "Komentátor", "Komentátorka",
            "Publicista", "Spolupracovník", "Host", "Čtenář", "Dopisy čtenářů", "Tisková zpráva",
            "Tiskové oddělení", "Administrátor", "Komerční sdělení", "ČTK", "AFP", "Reuters", "AP",
            "TASR", "DPA",
        ),
        example="Redakce, ČTK",
    ),
    more=Words(
        forms=(
            "Čtěte také", "Čtěte též", "Čtěte i", "Čtěte více", "Čtěte dále", "Přečtěte si",
            "Přečtěte si také", "Přečtěte si i", "Číst dál", "Číst dále", "Číst více", "Více zde",
            "Více", "Více o tématu", "Související", "Související článek", "Podívejte se",
            "Podívejte se také", "Sledujte", "Poslechněte si", "Viz také", "Dále čtěte",
            "Mohlo by vás zajímat", "Mohlo by se vám líbit", "Doporučujeme", "Celý článek",
            "Pokračovat ve čtení",
        ),
        example="Čtěte také: Most, který nikdo nechtěl",
    ),
    related=Words(
        forms=(
            "Související", "Související články", "Související témata", "Související obsah",
            "Podobné články", "Další články", "Další zprávy", "Další z rubriky", "Čtěte také",
            "Čtěte dále", "Mohlo by vás zajímat", "Mohlo by se vám líbit", "Doporučujeme",
            "Doporučené", "Doporučené články", "Nejčtenější", "Nejčtenější články", "Nejnovější",
            "Nejnovější články", "Nejnovější zprávy", "Poslední články", "Nejdiskutovanější",
            "Populární", "Hlavní zprávy", "Témata", "Štítky", "Klíčová slova", "Tagy", "Komentáře",
            "Komentář", "Diskuse", "Diskuze", "Diskuse k článku", "Vstoupit do diskuse",
            "Přidat komentář", "Napsat komentář", "Napište komentář", "Vložit komentář",
            "O autorovi", "O autorce", "Další článek", "Předchozí článek", "Sdílet", "Sdílejte",
            "Fotogalerie", "Newsletter",
        ),
        example="Související články",
    ),
    requests=Words(
        forms=(
            "Odebírejte", "Přihlaste se", "Přihlásit se", "Přihlásit", "Přihlaste se k odběru",
            "Registrujte se", "Zaregistrujte se", "Předplaťte si", "Předplatné",
            "Už máte předplatné", "Jste předplatitel", "Sledujte nás", "Přidejte se",
            "Stáhněte si", "Podpořte", "Podpořte nás", "Darujte", "Přispějte", "Staňte se",
            "Tento článek je", "Článek je exkluzivní", "Obsah je dostupný", "Odemknout článek",
            "Pro pokračování", "Pokračujte ve čtení", "Newsletter", "Náš newsletter", "Dostávejte",
            "Sdílet", "Sdílejte", "Sdílet na", "Kopírovat odkaz", "Tisk", "Vytisknout",
            "Poslat e-mailem", "Poslechnout", "Poslechněte si článek", "Doba čtení", "Reklama",
            "Inzerce", "Článek pokračuje", "Váš e-mail", "E-mailová adresa", "Zadejte e-mail",
            "Našli jste chybu", "Nahlásit chybu", "Napište nám", "Kontaktujte nás", "Hlasujte",
            "Uložit",
            "Líbil se vám článek", "Líbil se vám tento", "Váš názor", "Sdílejte článek",
        ),
        example="Odebírejte náš newsletter",
    ),
    consent=Words(
        forms=(
            "Používáme cookies", "Používáme soubory cookie", "Tento web používá cookies",
            "Tato stránka používá cookies", "Tyto stránky používají cookies", "My a naši partneři",
            "Ochrana osobních údajů", "Zásady ochrany", "Zásady cookies", "Nastavení cookies",
            "Souhlasím", "Přijmout vše", "Přijmout všechny", "Odmítnout vše", "Udělit souhlas",
            "Pro zobrazení obsahu", "Externí obsah", "Zpracování osobních údajů",
            "Obchodní podmínky", "Podmínky užití", "Všechna práva vyhrazena",
        ),
        example="Tento web používá cookies.",
    ),
    credits=Words(
        forms=(
            "foto:", "foto.", "fotografie:", "fotky:", "autor fotografie", "zdroj:",
            "zdroj fotografie", "obrázek:", "ilustrace:", "ilustrační foto", "ilustrační snímek",
            "grafika:", "kresba:", "video:", "archiv", "repro:",
        ),
        example="Foto: Anna Čočková",
    ),
    kickers=Words(
        forms=(
            "Komentář", "Komentáře", "Názor", "Názory", "Glosa", "Sloupek", "Analýza", "Rozhovor",
            "Reportáž", "Esej", "Úvodník", "Fejeton", "Polemika", "Debata", "Dopisy", "Profil",
            "Recenze", "Exkluzivně", "Politika", "Domácí", "Zahraničí", "Svět", "Ekonomika",
            "Byznys", "Společnost", "Kultura", "Sport", "Věda", "Živě", "Online", "Aktuálně",
        ),
        example="Úvodník",
    ),
    common=(
        "a v na se je že to s z do o ve pro jsou by ale jako za od po podle které také "
        "který když jen bude"
    ),
)
