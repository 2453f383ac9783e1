"""Dutch."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="nl",
    name="Dutch",
    months=(
        "januari jan",
        "februari feb",
        "maart mrt maa mar",
        "april apr",
        "mei",
        "juni jun",
        "juli jul",
        "augustus aug",
        "september sept sep",
        "oktober okt",
        "november nov",
        "december dec",
    ),
    weekdays="maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma di wo do vr za zo",
    by=Words(
        forms=(
            "door:", "geschreven door", "auteur:", "auteurs:", "tekst:", "tekst door",
            "tekst van", "redacteur:", "redactie:", "opgetekend door", "een artikel van",
            "een opiniestuk van", "een column van", "een analyse van", "opinie van", "column van",
            "analyse van", "geplaatst door", "gepubliceerd door", "interview door",
            "van onze verslaggever", "van onze verslaggeefster", "van onze correspondent",
            "van onze redactie",
        ),
        example="Geschreven door Anna Voorbeeld",
    ),
    by_alone=Words(
        forms=(
            "door", "van",
        ),
        example="Door Anna Voorbeeld",
    ),
    published=Words(
        forms=(
            "gepubliceerd", "gepubliceerd op", "gepubliceerd om", "geplaatst", "geplaatst op",
            "verschenen", "verschenen op", "publicatiedatum", "datum:", "gemaakt op",
            "online sinds", "toegevoegd op", "uitgave van",
        ),
        example="Gepubliceerd op 5 maart 2020",
    ),
    updated=Words(
        forms=(
            "bijgewerkt", "bijgewerkt op", "bijgewerkt om", "laatst bijgewerkt", "laatste update",
            "laatste wijziging", "gewijzigd", "gewijzigd op", "laatst gewijzigd", "aangepast",
            "aangepast op", "update:", "geüpdatet", "geactualiseerd",
        ),
        example="Bijgewerkt op 6 maart 2020",
    ),
    bodies=Words(
        forms=(
            "Redactie", "De redactie", "Onze redactie", "Redactie binnenland",
            "Redactie buitenland", "Sportredactie", "Webredactie", "Onlineredactie",
            "Hoofdredactie", "Nieuwsdienst", "Persbureau", "Persbureaus", "Agentschappen",
            "Correspondent", "Onze correspondent", "Verslaggever", "Verslaggeefster",
            "Onze verslaggever", "Redacteur", "Hoofdredacteur", "Journalist", "Journaliste",
            "Columnist", "Medewerker", "Gastauteur", "Gastredacteur", "Lezer", "Lezersbrief",
            "Ingezonden", "Ingezonden brief", "Persbericht", "Beheerder", "ANP", "Belga", "AFP",
            "AP", "Reuters", "DPA", "Novum",
        ),
        example="Door onze redactie / ANP",
    ),
    more=Words(
        forms=(
            "Lees ook", "Lees meer", "Lees verder", "Lees hier", "Lees ook:", "Lees het hele",
            "Lees alles", "Zie ook", "Bekijk ook", "Bekijk meer", "Bekijk hier", "Kijk ook",
            "Luister ook", "Luister hier", "Meer lezen", "Meer weten", "Meer over", "Meer",
            "Verder lezen", "Ook interessant", "Aanbevolen", "Aanrader", "Gerelateerd", "Video:",
            "Podcast:",
        ),
        example="Lees ook: De brug die niemand wilde",
    ),
    related=Words(
        forms=(
            "Lees ook", "Meer over", "Meer over dit onderwerp", "Meer nieuws", "Meer artikelen",
            "Meer van", "Meer in", "Gerelateerd", "Gerelateerde artikelen", "Gerelateerd nieuws",
            "Gerelateerde berichten", "Gerelateerde onderwerpen", "Aanbevolen",
            "Aanbevolen voor jou", "Aanbevolen artikelen", "Ook interessant",
            "Misschien vindt u dit ook interessant", "Dit vind je misschien ook leuk",
            "Meest gelezen", "Best gelezen", "Het meest gelezen", "Meest bekeken", "Populair",
            "Populaire artikelen", "Laatste nieuws", "Het laatste nieuws", "Net binnen",
            "Recente artikelen", "Recente berichten", "Uitgelicht", "Vergelijkbare artikelen",
            "Andere artikelen", "Onderwerpen", "Trefwoorden", "Tags", "Reacties", "Reactie",
            "Reageer", "Reageren", "Geef een reactie", "Laat een reactie achter",
            "Plaats een reactie", "Praat mee", "Over de auteur", "Volgende artikel",
            "Volgend artikel", "Vorig artikel", "Delen", "Deel dit artikel", "Fotoserie",
            "Nieuwsbrief",
        ),
        example="Meer over dit onderwerp",
    ),
    requests=Words(
        forms=(
            "Abonneer", "Abonneer je", "Abonneer u", "Neem een abonnement", "Word abonnee",
            "Al abonnee", "Bent u al abonnee", "Ben je al abonnee", "Heb je al een abonnement",
            "Word lid", "Word vriend", "Meld je aan", "Meld u aan", "Aanmelden", "Schrijf je in",
            "Schrijf u in", "Inschrijven", "Registreer", "Inloggen", "Log in", "Ontvang",
            "Ontvang onze", "Volg ons", "Volg ons op", "Volg", "Download de app", "Download onze",
            "Steun ons", "Steun onze", "Doneer", "Doneer nu", "Doe een donatie",
            "Dit artikel is alleen", "Dit artikel is exclusief", "Exclusief voor abonnees",
            "Om verder te lezen", "Verder lezen?", "Lees verder met", "Onbeperkt toegang",
            "Onbeperkt lezen", "Probeer gratis", "Nieuwsbrief", "Onze nieuwsbrief",
            "Nieuwsbrieven", "Delen", "Deel", "Deel via", "Deel dit artikel", "Kopieer link",
            "Afdrukken", "Printen", "Luister naar dit artikel", "Luister naar", "Leestijd",
            "Advertentie", "Je e-mailadres", "Uw e-mailadres", "Door je aan te melden",
            "Heb je een fout", "Fout gezien", "Fout gevonden", "Meld een fout", "Tip de redactie",
            "Heb je een tip", "Mail ons", "Neem contact op", "Reageren", "Stem", "Bewaren",
            "Bewaar artikel", "Artikel gaat verder onder", "Tekst loopt door", "Tekst gaat verder",
            "Vond je dit artikel", "Vond u dit artikel", "Uw mening", "Wat vind jij",
            "Heeft u een tip",
        ),
        example="Meld je aan voor onze nieuwsbrief",
    ),
    consent=Words(
        forms=(
            "Wij gebruiken cookies", "We gebruiken cookies", "Deze website gebruikt cookies",
            "Deze site gebruikt cookies", "Deze website maakt gebruik van cookies",
            "Wij en onze partners", "Door verder te gaan", "Cookiebeleid", "Cookieverklaring",
            "Cookie-instellingen", "Privacybeleid", "Privacyverklaring", "Privacy-instellingen",
            "Cookies accepteren", "Accepteer cookies", "Alles accepteren",
            "Alle cookies accepteren", "Alles weigeren", "Om deze inhoud te bekijken",
            "Om deze inhoud te tonen", "Om deze content", "Deze inhoud is geblokkeerd",
            "Externe inhoud", "Inhoud van", "Geef toestemming", "Toestemming",
            "Algemene voorwaarden", "Gebruiksvoorwaarden", "Alle rechten voorbehouden",
            "Ga akkoord",
        ),
        example="Wij gebruiken cookies om deze inhoud te tonen.",
    ),
    credits=Words(
        forms=(
            "Foto:", "Foto's:", "Foto van", "Foto door", "Fotografie:", "Fotograaf:", "Beeld:",
            "Beeld van", "Afbeelding:", "Illustratie:", "Illustratie van", "Illustraties:",
            "Infographic:", "Graphic:", "Tekening:", "Cartoon:", "Video:", "Archieffoto",
            "Archiefbeeld", "Archief", "Bron:", "Bron foto",
        ),
        example="Beeld: Anna Lens",
    ),
    kickers=Words(
        forms=(
            "Opinie", "Hoofdredactioneel", "Hoofdartikel", "Commentaar", "Redactioneel", "Column",
            "Columns", "Analyse", "Essay", "Interview", "Reportage", "Achtergrond", "Profiel",
            "Debat", "Ingezonden", "Brieven", "Lezersbrieven", "Standpunt", "Exclusief",
            "Politiek", "Binnenland", "Buitenland", "Economie", "Cultuur", "Sport", "Wetenschap",
            "Liveblog", "Live", "Factcheck", "Onderzoek", "Recensie",
        ),
        example="Hoofdredactioneel",
    ),
    common=(
        "de het een en van is niet dat op te in voor met zijn aan die er om ook maar bij "
        "naar wordt uit werd"
    ),
)
