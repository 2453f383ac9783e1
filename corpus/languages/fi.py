"""Finnish."""

from corpus.languages.language import NONE, Language, Words

LANGUAGE = Language(
    code="fi",
    name="Finnish",
    months=(
        "tammikuu tammikuuta tammi",
        "helmikuu helmikuuta helmi",
        "maaliskuu maaliskuuta maalis",
        "huhtikuu huhtikuuta huhti",
        "toukokuu toukokuuta touko",
        "kesäkuu kesäkuuta kesä",
        "heinäkuu heinäkuuta heinä",
        "elokuu elokuuta elo",
        "syyskuu syyskuuta syys",
        "lokakuu lokakuuta loka",
        "marraskuu marraskuuta marras",
        "joulukuu joulukuuta joulu",
    ),
    weekdays=(
        "maanantai maanantaina tiistai tiistaina keskiviikko keskiviikkona torstai torstaina "
        "perjantai perjantaina lauantai lauantaina sunnuntai sunnuntaina ma ti ke to pe la su"
    ),
    by=Words(
        forms=(
            "kirjoittaja:", "kirjoittajat:", "kirjoittanut", "teksti:", "teksti ja kuvat",
            "toimittaja:", "toimittanut", "tekijä:", "haastattelu:", "kolumni:", "julkaissut",
            "artikkelin kirjoittaja",
        ),
        example="Teksti: Anna Esimerkki",
    ),
    by_alone=NONE,
    published=Words(
        forms=(
            "julkaistu", "julkaistu:", "julkaisupäivä", "julkaisuaika", "julkaistiin",
            "päivämäärä:", "pvm:", "luotu", "lisätty", "ilmestynyt", "lähetetty",
        ),
        example="Julkaistu 5. maaliskuuta 2020",
    ),
    updated=Words(
        forms=(
            "päivitetty", "päivitetty viimeksi", "viimeksi päivitetty", "viimeksi muokattu",
            "muokattu", "muutettu", "viimeisin päivitys", "päivitys:", "korjattu", "oikaistu",
        ),
        example="Päivitetty 6. maaliskuuta 2020",
    ),
    bodies=Words(
        forms=(
            "Toimitus", "Toimituksen", "Uutistoimitus", "Verkkotoimitus", "Urheilutoimitus",
            "Pääkirjoitustoimitus", "Päätoimitus", "Uutistoimisto", "Uutistoimistot",
            "Kirjeenvaihtaja", "Toimittaja", "Päätoimittaja", "Reportteri", "Kolumnisti",
            "Avustaja", "Vierailija", "Vieraskynä", "Lukijan mielipide", "Mielipidekirjoitus",
            "Lukija", "Lukijat", "Tiedote", "Lehdistötiedote", "Ylläpitäjä", "STT", "STT-AFP",
            "Lännen Media", "AFP", "Reuters", "AP",
        ),
        example="Toimitus, STT",
    ),
    more=Words(
        forms=(
            "Lue myös", "Lue lisää", "Lue koko", "Lue tästä", "Lue seuraavaksi", "Lue juttu",
            "Lue:", "Katso myös", "Katso lisää", "Katso video", "Katso:", "Kuuntele myös",
            "Kuuntele", "Kuuntele:", "Lisää aiheesta", "Aiheesta lisää", "Aiheeseen liittyvää",
            "Suosittelemme", "Video:", "Jatka lukemista",
        ),
        example="Lue myös: Silta, jota kukaan ei halunnut",
    ),
    related=Words(
        forms=(
            "Lue myös", "Lue lisää", "Lue seuraavaksi", "Lisää aiheesta", "Lisää aiheesta:",
            "Aiheesta lisää", "Aiheeseen liittyvää", "Aiheeseen liittyvät", "Samasta aiheesta",
            "Muita uutisia", "Muita artikkeleita", "Lisää artikkeleita", "Lisää uutisia",
            "Suosittelemme", "Suositellut", "Suositeltua", "Saatat pitää myös",
            "Saatat olla kiinnostunut", "Luetuimmat", "Luetuimmat uutiset", "Suosituimmat",
            "Suosituimmat artikkelit", "Katsotuimmat", "Kommentoiduimmat", "Uusimmat",
            "Uusimmat uutiset", "Tuoreimmat", "Tuoreimmat uutiset", "Juuri nyt", "Aiheet",
            "Avainsanat", "Asiasanat", "Tagit", "Kommentit", "Kommentti", "Kommentoi",
            "Jätä kommentti", "Kirjoita kommentti", "Lisää kommentti", "Keskustelu",
            "Osallistu keskusteluun", "Kirjoittajasta", "Seuraava artikkeli",
            "Edellinen artikkeli", "Jaa", "Jaa artikkeli", "Kuvagalleria", "Uutiskirje",
        ),
        example="Lisää aiheesta",
    ),
    requests=Words(
        forms=(
            "Tilaa", "Tilaa uutiskirje", "Tilaa nyt", "Oletko jo tilaaja", "Jo tilaaja",
            "Ryhdy tilaajaksi", "Liity jäseneksi", "Rekisteröidy", "Luo tunnus", "Kirjaudu",
            "Kirjaudu sisään", "Seuraa meitä", "Seuraa", "Saat", "Lataa", "Lataa sovellus", "Tue",
            "Tue meitä", "Lahjoita", "Tämä artikkeli on", "Artikkeli on vain", "Tämä juttu on",
            "Jatka lukemista", "Lukeaksesi", "Lue rajattomasti", "Kokeile ilmaiseksi",
            "Kokeile maksutta", "Uutiskirje", "Uutiskirjeemme", "Jaa", "Jaa artikkeli",
            "Kopioi linkki", "Tulosta", "Lähetä sähköpostilla", "Kuuntele artikkeli",
            "Kuuntele juttu", "Lukuaika", "Mainos", "Juttu jatkuu", "Artikkeli jatkuu",
            "Sähköpostiosoite", "Sähköpostiosoitteesi", "Tilaamalla", "Löysitkö virheen",
            "Huomasitko virheen", "Ilmoita virheestä", "Lähetä vinkki", "Onko sinulla vinkki",
            "Ota yhteyttä", "Äänestä", "Tallenna",
            "Piditkö jutusta", "Piditkö artikkelista",
        ),
        example="Tilaa uutiskirjeemme",
    ),
    consent=Words(
        forms=(
            "Käytämme evästeitä", "Tämä sivusto käyttää evästeitä", "Sivusto käyttää evästeitä",
            "Me ja kumppanimme", "Jatkamalla", "Evästeet", "Evästekäytäntö", "Evästeasetukset",
            "Tietosuoja", "Tietosuojaseloste", "Tietosuojakäytäntö", "Hyväksy kaikki",
            "Hyväksy evästeet", "Hyväksyn", "Hylkää kaikki", "Nähdäksesi tämän sisällön",
            "Ulkoinen sisältö", "Sisältö on estetty", "Käyttöehdot", "Kaikki oikeudet pidätetään",
            "Suostumus",
        ),
        example="Käytämme evästeitä sivustolla.",
    ),
    credits=Words(
        forms=(
            "kuva:", "kuvat:", "kuvaaja:", "valokuva:", "valokuvat:", "kuvalähde", "kuvitus:",
            "kuvituskuva", "grafiikka:", "piirros:", "video:", "arkistokuva", "arkisto", "lähde:",
        ),
        example="Kuva: Anna Linssi",
    ),
    kickers=Words(
        forms=(
            "Pääkirjoitus", "Pääkirjoitukset", "Kolumni", "Kolumnit", "Mielipide", "Mielipiteet",
            "Kommentti", "Analyysi", "Essee", "Haastattelu", "Reportaasi", "Henkilökuva",
            "Keskustelu", "Vieraskynä", "Vierailija", "Lukijalta", "Näkökulma", "Puheenvuoro",
            "Kulttuuri", "Politiikka", "Kotimaa", "Ulkomaat", "Maailma", "Talous", "Urheilu",
            "Tiede", "Suora", "Arvio", "Uutisanalyysi",
        ),
        example="Pääkirjoitus",
    ),
    common=(
        "ja on ei se että oli ovat joka mutta kun myös hän niin kuin mukaan ole tai jos "
        "nyt vain sen"
    ),
)
