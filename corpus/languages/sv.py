"""Swedish."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="sv",
    name="Swedish",
    months=(
        "januari jan",
        "februari feb febr",
        "mars mar",
        "april apr",
        "maj",
        "juni jun",
        "juli jul",
        "augusti aug",
        "september sept sep",
        "oktober okt",
        "november nov",
        "december dec",
    ),
    weekdays=(
        "måndag måndagen tisdag tisdagen onsdag onsdagen torsdag torsdagen fredag fredagen "
        "lördag lördagen söndag söndagen mån tis ons tors tor fre lör sön"
    ),
    by=Words(
        forms=(
            "av:", "skriven av", "skrivet av", "text av", "text:", "författare:", "författad av",
            "skribent:", "reporter:", "publicerad av", "publicerat av", "en artikel av",
            "en krönika av", "krönika av", "ledare av", "debattartikel av", "intervju av",
            "av vår korrespondent", "ansvarig redaktör:", "vår reporter",
        ),
        example="Text av Anna Exempel",
    ),
    by_alone=Words(
        forms=(
            "av",
        ),
        example="Av Anna Exempel",
    ),
    published=Words(
        forms=(
            "publicerad", "publicerat", "publicerades", "publicerad den", "publiceringsdatum",
            "datum:", "inlagd", "skapad", "skapades", "upplagd", "först publicerad", "utgiven",
        ),
        example="Publicerad 5 mars 2020",
    ),
    updated=Words(
        forms=(
            "uppdaterad", "uppdaterat", "uppdaterades", "uppdaterad den", "senast uppdaterad",
            "senast ändrad", "ändrad", "senaste uppdatering", "korrigerad", "redigerad",
            "reviderad",
        ),
        example="Uppdaterad 6 mars 2020",
    ),
    bodies=Words(
        forms=(
            "Redaktionen", "Redaktion", "Nyhetsredaktionen", "Sportredaktionen",
            "Ledarredaktionen", "Kulturredaktionen", "Nyhetsbyrå", "Nyhetsbyrån", "Nyhetsbyråer",
            "Korrespondent", "Reporter", "Redaktör", "Chefredaktör", "Journalist", "Krönikör",
            "Kolumnist", "Skribent", "Ledarskribent", "Medarbetare", "Frilans", "Gäst",
            "Gästkrönikör", "Insändare", "Insändarskribent", "Läsare", "Pressmeddelande",
            "Administratör", "TT", "TT-AFP", "AFP", "Reuters", "AP", "Siren",
        ),
        example="Redaktionen, TT",
    ),
    more=Words(
        forms=(
            "Läs också", "Läs även", "Läs mer", "Läs vidare", "Läs mera", "Läs hela", "Läs här",
            "Läs fler", "Läs:", "Läs om", "Se också", "Se även", "Se mer", "Se fler", "Se här",
            "Lyssna på", "Lyssna också", "Lyssna även", "Lyssna:", "Mer om", "Mer läsning",
            "Fler artiklar", "Relaterat", "Bakgrund:", "Tipsa", "Video:", "Missa inte",
        ),
        example="Läs också: Bron som ingen ville ha",
    ),
    related=Words(
        forms=(
            "Läs också", "Läs mer", "Läs mer om", "Läs även", "Mer om", "Mer från", "Mer läsning",
            "Mer i ämnet", "Mer på", "Fler artiklar", "Fler nyheter", "Fler från", "Relaterat",
            "Relaterade artiklar", "Relaterat innehåll", "Relaterade ämnen", "Liknande artiklar",
            "Du kanske också gillar", "Rekommenderat", "Rekommenderas", "Rekommenderade artiklar",
            "Mest läst", "Mest lästa", "Populärt", "Populärast", "Senaste nytt", "Senaste",
            "Senaste nyheterna", "Senaste artiklarna", "Just nu", "Andra läser",
            "Artiklar i ämnet", "I samma ämne", "Ämnen", "Taggar", "Ämnen i artikeln", "Nyckelord",
            "Kommentarer", "Kommentera", "Kommentar", "Lämna en kommentar", "Skriv en kommentar",
            "Delta i debatten", "Om författaren", "Om skribenten", "Fakta om skribenten",
            "Nästa artikel", "Föregående artikel", "Dela", "Dela artikeln", "Bildspel",
            "Nyhetsbrev",
        ),
        example="Läs mer om",
    ),
    requests=Words(
        forms=(
            "Prenumerera", "Prenumerera på", "Redan prenumerant", "Är du redan prenumerant",
            "Bli prenumerant", "Bli medlem", "Anmäl dig", "Registrera dig", "Skapa konto",
            "Logga in", "Följ oss", "Följ", "Få vårt", "Få våra", "Få nyheterna", "Gå med",
            "Ladda ner", "Ladda ned", "Stöd oss", "Stöd vår", "Skänk", "Ge en gåva", "Swisha",
            "Den här artikeln är", "Artikeln är låst", "För att läsa", "Läs vidare med",
            "Läs utan gräns", "Testa gratis", "Prova gratis", "Nyhetsbrev", "Vårt nyhetsbrev",
            "Dela", "Dela på", "Dela artikeln", "Kopiera länk", "Skriv ut", "Skicka via", "Mejla",
            "Lyssna på artikeln", "Lyssna", "Lästid", "Annons", "Annonser", "Artikeln fortsätter",
            "Din e-post", "Din e-postadress", "Genom att anmäla", "Genom att prenumerera",
            "Har du hittat ett fel", "Rapportera fel", "Rättelse", "Tipsa oss", "Har du tips",
            "Mejla oss", "Kontakta oss", "Rösta", "Spara",
            "Gillade du artikeln", "Vad tycker du om artikeln",
        ),
        example="Prenumerera på vårt nyhetsbrev",
    ),
    consent=Words(
        forms=(
            "Vi använder cookies", "Vi använder kakor", "Den här webbplatsen använder cookies",
            "Webbplatsen använder cookies", "Denna webbplats använder cookies",
            "Vi och våra partners", "Vi och våra partner", "Genom att fortsätta", "Cookiepolicy",
            "Cookieinställningar", "Integritetspolicy", "Personuppgiftspolicy", "Personuppgifter",
            "Acceptera cookies", "Acceptera alla", "Godkänn", "Godkänn alla", "Neka alla",
            "För att visa innehållet", "För att se innehållet", "Externt innehåll",
            "Innehållet är blockerat", "Användarvillkor", "Alla rättigheter förbehållna",
            "Samtycke",
        ),
        example="Vi använder cookies på webbplatsen.",
    ),
    credits=Words(
        forms=(
            "foto:", "foto av", "bild:", "bild av", "bilder:", "fotograf:", "bildkälla",
            "illustration:", "illustration av", "grafik:", "teckning:", "video:", "arkivbild",
            "arkivfoto", "arkiv", "genrebild", "källa:",
        ),
        example="Foto: Anna Lins",
    ),
    kickers=Words(
        forms=(
            "Ledare", "Ledaren", "Signerat", "Krönika", "Kolumn", "Debatt", "Debattartikel",
            "Åsikt", "Åsikter", "Opinion", "Kommentar", "Analys", "Essä", "Intervju", "Reportage",
            "Porträtt", "Replik", "Insändare", "Gästkrönika", "Gästledare", "Kultur", "Politik",
            "Inrikes", "Utrikes", "Världen", "Ekonomi", "Näringsliv", "Sport", "Vetenskap",
            "Direkt", "Just nu", "Granskning", "Recension", "Exklusivt",
        ),
        example="Insändare",
    ),
    common=(
        "och att det i som en på är av för med till den har de inte om ett han men var "
        "från vi så kan"
    ),
)
