"""Norwegian."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="no",
    name="Norwegian",
    months=(
        "januar jan",
        "februar feb",
        "mars mar",
        "april apr",
        "mai",
        "juni jun",
        "juli jul",
        "august aug",
        "september sept sep",
        "oktober okt",
        "november nov",
        "desember des",
    ),
    weekdays=(
        "mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tysdag laurdag sundag man "
        "tir ons tor fre lør søn"
    ),
    by=Words(
        forms=(
            "av:", "skrevet av", "skrive av", "tekst av", "tekst:", "tekst og foto", "forfatter:",
            "forfattere:", "journalist:", "skribent:", "publisert av", "en artikkel av",
            "kronikk av", "kommentar av", "leder av", "intervju av", "av vår korrespondent",
            "ansvarlig redaktør:", "innlegg av", "ført i pennen av",
        ),
        example="Skrevet av Anna Eksempel",
    ),
    by_alone=Words(
        forms=(
            "av",
        ),
        example="Av Anna Eksempel",
    ),
    published=Words(
        forms=(
            "publisert", "publisert den", "publiseringsdato", "publiserte", "lagt ut", "dato:",
            "opprettet", "først publisert", "utgitt", "postet",
        ),
        example="Publisert 5. mars 2020",
    ),
    updated=Words(
        forms=(
            "oppdatert", "oppdatert den", "sist oppdatert", "sist endret", "endret",
            "siste oppdatering", "rettet", "redigert", "revidert", "oppdatering:",
        ),
        example="Sist oppdatert 6. mars 2020",
    ),
    bodies=Words(
        forms=(
            "Redaksjonen", "Redaksjon", "Nyhetsredaksjonen", "Sportsredaksjonen",
            "Lederredaksjonen", "Nyhetsbyrå", "Nyhetsbyrået", "Nyhetsbyråer", "Korrespondent",
            "Reporter", "Redaktør", "Ansvarlig redaktør", "Sjefredaktør", "Journalist",
            "Kommentator", "Spaltist", "Skribent", "Medarbeider", "Frilanser", "Gjest",
            "Gjesteskribent", "Leserinnlegg", "Leserbrev", "Lesere", "Pressemelding",
            "Administrator", "NTB", "©NTB", "NPK", "AFP", "Reuters", "AP",
        ),
        example="Redaksjonen, NTB",
    ),
    more=Words(
        forms=(
            "Les også", "Les mer", "Les meir", "Les videre", "Les hele", "Les her", "Les saken",
            "Les alt", "Les flere", "Les:", "Se også", "Se mer", "Se video", "Sjå også",
            "Hør også", "Hør her", "Lytt til", "Mer om", "Flere saker", "Relatert", "Bakgrunn:",
            "Video:", "Ikke gå glipp av",
        ),
        example="Les også: Broen som ingen ville ha",
    ),
    related=Words(
        forms=(
            "Les også", "Les mer", "Les mer om", "Mer om", "Mer fra", "Mer om saken",
            "Flere saker", "Flere nyheter", "Flere artikler", "Relatert", "Relaterte saker",
            "Relaterte artikler", "Relatert innhold", "Lignende artikler", "Anbefalt",
            "Anbefalte saker", "Anbefalte artikler", "Du liker kanske også",
            "Du vil kanskje også like", "Mest lest", "Mest leste", "Mest sett", "Populært",
            "Siste nytt", "Siste nyheter", "Siste saker", "Akkurat nå", "Nyeste", "Andre leser",
            "Emner", "Emneord", "Stikkord", "Tagger", "Kommentarer", "Kommentarfelt", "Kommenter",
            "Legg igjen en kommentar", "Legg inn en kommentar", "Skriv en kommentar",
            "Si din mening", "Delta i debatten", "Om forfatteren", "Neste artikkel",
            "Forrige artikkel", "Neste sak", "Del", "Del artikkelen", "Del saken", "Bildeserie",
            "Nyhetsbrev",
        ),
        example="Les mer om",
    ),
    requests=Words(
        forms=(
            "Abonner", "Abonner på", "Bli abonnent", "Er du abonnent", "Er du allerede abonnent",
            "Allerede abonnent", "Kjøp abonnement", "Bli medlem", "Meld deg på", "Registrer deg",
            "Opprett konto", "Logg inn", "Følg oss", "Følg", "Få vårt", "Få nyhetene", "Motta",
            "Last ned", "Last ned appen", "Støtt oss", "Støtt", "Gi en gave", "Doner", "Vipps",
            "Denne artikkelen er", "Denne saken er", "Artikkelen er for", "For å lese",
            "Les videre med", "Ubegrenset tilgang", "Prøv gratis", "Nyhetsbrev", "Vårt nyhetsbrev",
            "Del", "Del på", "Del artikkelen", "Kopier lenke", "Skriv ut", "Send på e-post",
            "Lytt til saken", "Lytt til artikkelen", "Lesetid", "Annonse", "Annonsørinnhold",
            "Artikkelen fortsetter", "Saken fortsetter", "Din e-post", "Din e-postadresse",
            "Ved å melde deg", "Har du funnet en feil", "Fant du en feil", "Rapporter feil",
            "Tips oss", "Har du tips", "Har du et tips", "Send oss", "Kontakt oss", "Stem",
            "Lagre",
            "Likte du artikkelen", "Likte du saken",
        ),
        example="Abonner på vårt nyhetsbrev",
    ),
    consent=Words(
        forms=(
            "Vi bruker cookies", "Vi bruker informasjonskapsler",
            "Dette nettstedet bruker cookies", "Dette nettstedet bruker informasjonskapsler",
            "Denne siden bruker informasjonskapsler", "Vi og våre partnere", "Ved å fortsette",
            "Informasjonskapsler", "Personvern", "Personvernerklæring", "Personverninnstillinger",
            "Godta alle", "Godta", "Aksepter alle", "Avvis alle", "For å se dette innholdet",
            "For å vise innholdet", "Eksternt innhold", "Innholdet er blokkert", "Vilkår",
            "Alle rettigheter reservert", "Samtykke",
        ),
        example="Vi bruker informasjonskapsler på nettstedet.",
    ),
    credits=Words(
        forms=(
            "foto:", "foto av", "bilde:", "bilder:", "fotograf:", "bildekilde", "illustrasjon:",
            "illustrasjon av", "illustrasjonsfoto", "illustrasjonsbilde", "grafikk:", "tegning:",
            "video:", "arkivfoto", "arkivbilde", "arkiv", "kilde:",
        ),
        example="Foto: Anna Linse",
    ),
    kickers=Words(
        forms=(
            "Leder", "Lederen", "Lederartikkel", "Kommentar", "Kommentaren", "Kronikk",
            "Kronikken", "Debatt", "Debattinnlegg", "Meninger", "Meining", "Meininger", "Innlegg",
            "Ytring", "Analyse", "Essay", "Intervju", "Reportasje", "Portrett", "Replikk",
            "Leserinnlegg", "Leserbrev", "Spaltist", "Gjestekommentar", "Kultur", "Politikk",
            "Innenriks", "Utenriks", "Verden", "Norge", "Økonomi", "Næringsliv", "Sport",
            "Direkte", "Siste nytt", "Anmeldelse", "Eksklusivt",
        ),
        example="Lederartikkel",
    ),
    common=(
        "og i det som på en er av for med til å den har de ikke om et han men var fra vi "
        "så kan etter ble"
    ),
)
