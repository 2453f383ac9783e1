"""Danish."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="da",
    name="Danish",
    months=(
        "januar jan",
        "februar feb",
        "marts mar",
        "april apr",
        "maj",
        "juni jun",
        "juli jul",
        "august aug",
        "september sept sep",
        "oktober okt",
        "november nov",
        "december dec",
    ),
    weekdays=(
        "mandag tirsdag onsdag torsdag fredag lørdag søndag man tir tirs ons tor tors fre lør "
        "søn"
    ),
    by=Words(
        forms=(
            "af:", "skrevet af", "tekst af", "tekst:", "tekst og foto", "forfatter:",
            "forfattere:", "journalist:", "skribent:", "udgivet af", "publiceret af",
            "en artikel af", "kronik af", "kommentar af", "leder af", "interview af",
            "af vores korrespondent", "ansvarshavende redaktør:", "indlæg af", "klumme af",
        ),
        example="Skrevet af Anna Eksempel",
    ),
    by_alone=Words(
        forms=(
            "af",
        ),
        example="Af Anna Eksempel",
    ),
    published=Words(
        forms=(
            "publiceret", "publiceret den", "udgivet", "udgivet den", "offentliggjort",
            "publiceringsdato", "udgivelsesdato", "dato:", "oprettet", "lagt på nettet", "bragt",
        ),
        example="Publiceret 5. marts 2020",
    ),
    updated=Words(
        forms=(
            "opdateret", "opdateret den", "opdateret d.", "sidst opdateret", "senest opdateret",
            "sidst ændret", "ændret", "seneste opdatering", "rettet", "redigeret", "revideret",
        ),
        example="Sidst opdateret 6. marts 2020",
    ),
    bodies=Words(
        forms=(
            "Redaktionen", "Redaktion", "Nyhedsredaktionen", "Sportsredaktionen", "Nyhedsbureau",
            "Nyhedsbureauet", "Nyhedsbureauer", "Korrespondent", "Reporter", "Redaktør",
            "Ansvarshavende chefredaktør", "Chefredaktør", "Journalist", "Kommentator",
            "Klummeskribent", "Skribent", "Medarbejder", "Freelancer", "Gæst", "Gæsteskribent",
            "Læserbrev", "Læserbreve", "Læsere", "Pressemeddelelse", "Administrator", "Ritzau",
            "/ritzau/", "RB", "AFP", "Reuters", "AP",
        ),
        example="Redaktionen, Ritzau",
    ),
    more=Words(
        forms=(
            "Læs også", "Læs mere", "Læs videre", "Læs hele", "Læs her", "Læs artiklen", "Læs alt",
            "Læs flere", "Læs:", "Se også", "Se mere", "Se video", "Hør også", "Hør her",
            "Lyt til", "Mere om", "Flere artikler", "Relateret", "Baggrund:", "Video:",
            "Gå ikke glip af",
        ),
        example="Læs også: Broen som ingen ville have",
    ),
    related=Words(
        forms=(
            "Læs også", "Læs mere", "Læs mere om", "Mere om", "Mere fra", "Mere om emnet",
            "Flere nyheder", "Flere artikler", "Flere historier", "Relateret",
            "Relaterede artikler", "Relateret indhold", "Relaterede emner", "Lignende artikler",
            "Anbefalet", "Anbefalede artikler", "Anbefalet til dig",
            "Måske er du også interesseret i", "Du vil måske også kunne lide", "Mest læst",
            "Mest læste", "Mest sete", "Populært", "Populære artikler", "Seneste nyt",
            "Seneste nyheder", "Seneste", "Seneste artikler", "Lige nu", "Nyeste", "Andre læser",
            "Emner", "Emneord", "Tags", "Nøgleord", "Kommentarer", "Kommentér", "Kommenter",
            "Skriv en kommentar", "Skriv kommentar", "Efterlad en kommentar", "Deltag i debatten",
            "Om forfatteren", "Næste artikel", "Forrige artikel", "Del", "Del artiklen",
            "Billedserie", "Nyhedsbrev",
        ),
        example="Læs mere om",
    ),
    requests=Words(
        forms=(
            "Abonner", "Abonnér", "Abonner på", "Bliv abonnent", "Er du abonnent",
            "Er du allerede abonnent", "Allerede abonnent", "Køb abonnement", "Bliv medlem",
            "Tilmeld dig", "Tilmeld", "Registrer dig", "Opret konto", "Opret en profil", "Log ind",
            "Følg os", "Følg", "Få vores", "Få nyhederne", "Modtag", "Download", "Hent appen",
            "Hent vores app", "Støt os", "Støt", "Giv et bidrag", "Doner", "Denne artikel er",
            "Artiklen er kun", "For at læse", "Læs videre med", "Fri adgang", "Ubegrænset adgang",
            "Prøv gratis", "Prøv nu", "Nyhedsbrev", "Vores nyhedsbrev", "Del", "Del på",
            "Del artiklen", "Kopier link", "Print", "Udskriv", "Send på mail", "Lyt til artiklen",
            "Lyt", "Læsetid", "Annonce", "Annoncørbetalt indhold", "Artiklen fortsætter",
            "Din e-mail", "Din mailadresse", "Ved at tilmelde", "Har du fundet en fejl",
            "Fandt du en fejl", "Rapportér fejl", "Tip os", "Har du et tip", "Skriv til os",
            "Kontakt os", "Stem", "Gem",
            "Kunne du lide artiklen",
        ),
        example="Tilmeld dig vores nyhedsbrev",
    ),
    consent=Words(
        forms=(
            "Vi bruger cookies", "Vi anvender cookies", "Denne hjemmeside bruger cookies",
            "Dette website bruger cookies", "Dette site bruger cookies", "Vi og vores partnere",
            "Ved at fortsætte", "Cookiepolitik", "Cookie-indstillinger", "Cookieindstillinger",
            "Privatlivspolitik", "Persondatapolitik", "Persondata", "Accepter alle",
            "Acceptér alle", "Accepter cookies", "Tillad alle", "Afvis alle",
            "For at se dette indhold", "For at vise indholdet", "Eksternt indhold",
            "Indholdet er blokeret", "Vilkår", "Handelsbetingelser",
            "Alle rettigheder forbeholdes", "Samtykke",
        ),
        example="Vi bruger cookies på siden.",
    ),
    credits=Words(
        forms=(
            "foto:", "foto af", "billede:", "billeder:", "fotograf:", "billedkilde",
            "illustration:", "illustration af", "grafik:", "tegning:", "video:", "arkivfoto",
            "arkivbillede", "arkiv", "modelfoto", "kilde:",
        ),
        example="Foto: Anna Linse",
    ),
    kickers=Words(
        forms=(
            "Leder", "Lederen", "Ledende artikel", "Kommentar", "Kommentaren", "Kronik",
            "Kronikken", "Debat", "Debatindlæg", "Debattør", "Synspunkt", "Klumme", "Opinion",
            "Mening", "Meninger", "Analyse", "Essay", "Interview", "Reportage", "Portræt",
            "Replik", "Læserbrev", "Læserbreve", "Kultur", "Politik", "Indland", "Udland",
            "Verden", "Danmark", "Økonomi", "Erhverv", "Sport", "Live", "Seneste nyt",
            "Anmeldelse", "Eksklusivt",
        ),
        example="Læserbrev",
    ),
    common=(
        "og i det som på en er af for med til at den har de ikke om et han men var fra vi "
        "så kan efter blev"
    ),
)
