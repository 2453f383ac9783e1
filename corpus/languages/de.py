"""German."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="de",
    name="German",
    months=(
        "januar jänner jan jän",
        "februar feber feb febr",
        "märz mär mrz maerz",
        "april apr",
        "mai",
        "juni jun",
        "juli jul",
        "august aug",
        "september sept sep",
        "oktober okt",
        "november nov",
        "dezember dez",
    ),
    weekdays=(
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr "
        "sa so"
    ),
    by=Words(
        forms=(
            "von:", "geschrieben von", "verfasst von", "ein Beitrag von", "ein Artikel von",
            "ein Kommentar von", "ein Gastbeitrag von", "ein Gastkommentar von",
            "ein Interview von", "eine Analyse von", "eine Kolumne von", "ein Essay von",
            "ein Bericht von", "Kommentar von", "Gastbeitrag von", "Gastkommentar von",
            "Analyse von", "Kolumne von", "Leitartikel von", "Interview von",
            "Von unserem Korrespondenten", "Autor:", "Autorin:", "Autoren:", "Autorinnen:",
            "Autor*in:", "Text:", "Bericht:", "aufgezeichnet von", "protokolliert von",
            "Verfasser:", "Verfasserin:",
        ),
        example="Ein Gastbeitrag von Anna Beispiel",
    ),
    by_alone=Words(
        forms=(
            "von",
        ),
        example="Von Anna Beispiel",
    ),
    published=Words(
        forms=(
            "veröffentlicht", "veröffentlicht am", "erschienen", "erschienen am", "publiziert",
            "publiziert am", "erstellt", "erstellt am", "erstveröffentlichung", "online seit",
            "vom", "datum", "stand:", "gespeichert", "gepostet am", "hochgeladen am", "ausgabe vom",
            "erscheinungsdatum", "veröffentlichungsdatum", "geschrieben am",
        ),
        example="Veröffentlicht am 5. März 2020",
    ),
    updated=Words(
        forms=(
            "aktualisiert", "aktualisiert am", "zuletzt aktualisiert", "letzte aktualisierung",
            "geändert", "geändert am", "zuletzt geändert", "letzte änderung", "zuletzt bearbeitet",
            "überarbeitet", "bearbeitet am", "update:", "ergänzt am", "korrigiert am",
        ),
        example="Zuletzt aktualisiert: 6. März 2020",
    ),
    bodies=Words(
        forms=(
            "Redaktion", "Online-Redaktion", "Onlineredaktion", "Die Redaktion", "Chefredaktion",
            "Lokalredaktion", "Sportredaktion", "Nachrichtenredaktion", "Politikredaktion",
            "Wirtschaftsredaktion", "Agentur", "Agenturen", "Nachrichtenagentur",
            "Nachrichtenagenturen", "Agenturmaterial", "Korrespondent", "Korrespondentin",
            "Reporter", "Reporterin", "Redakteur", "Redakteurin", "Chefredakteur",
            "Chefredakteurin", "Mitarbeiter", "freier Mitarbeiter", "freie Mitarbeiterin", "Autor",
            "Autorin", "Gastautor", "Gastautorin", "Leserbrief", "Leserbriefe", "Leserreporter",
            "Pressemitteilung", "Pressestelle", "Newsdesk", "Volontär", "Volontärin", "Kolumnist",
            "Kolumnistin", "Journalist", "Journalistin", "Herausgeber", "Verlag", "Anzeige", "dpa",
            "AFP", "APA", "SDA", "Keystone-SDA", "epd", "KNA", "SID", "Reuters", "dts", "AWP",
        ),
        example="Von der Redaktion, dpa",
    ),
    more=Words(
        forms=(
            "Lesen Sie auch", "Lesen Sie mehr", "Lesen Sie hier", "Lesen Sie dazu",
            "Lesen Sie außerdem", "Lesen Sie weiter", "Lesen Sie hierzu", "Auch interessant",
            "Mehr dazu", "Mehr zum Thema", "Mehr lesen", "Mehr erfahren", "Mehr", "Weiterlesen",
            "Weiter lesen", "Siehe auch", "Hier lesen", "Hier geht es", "Zum Thema",
            "Das könnte Sie auch interessieren", "Lesetipp", "Empfohlen", "Passend dazu",
            "Hintergrund:", "Video:", "Podcast:", "Im Video", "Sehen Sie auch", "Hören Sie auch",
        ),
        example="Lesen Sie auch: Die Brücke, die keiner wollte",
    ),
    related=Words(
        forms=(
            "Mehr zum Thema", "Mehr aus", "Mehr von", "Mehr Nachrichten", "Mehr Artikel",
            "Weitere Artikel", "Weitere Themen", "Weitere Nachrichten", "Weitere Meldungen",
            "Weitere Beiträge", "Weitere Informationen", "Zum Thema", "Themen",
            "Themen in diesem Artikel", "Schlagworte", "Schlagwörter", "Stichwörter", "Tags",
            "Verwandte Artikel", "Verwandte Themen", "Verwandte Beiträge", "Ähnliche Artikel",
            "Ähnliche Beiträge", "Auch interessant", "Das könnte Sie auch interessieren",
            "Das könnte dich auch interessieren", "Das könnte Ihnen auch gefallen", "Empfehlungen",
            "Empfohlene Artikel", "Unsere Empfehlungen", "Meistgelesen", "Meist gelesen",
            "Meistgelesene Artikel", "Meistkommentiert", "Beliebte Artikel", "Neueste Artikel",
            "Aktuelle Nachrichten", "Aktuelle Artikel", "Top-Themen", "Neueste Beiträge",
            "Links zum Artikel", "Kommentare", "Kommentar schreiben", "Kommentar verfassen",
            "Diskutieren Sie mit", "Leserkommentare", "Ihre Meinung",
            "Schreiben Sie einen Kommentar", "Kommentieren", "Beitrag kommentieren",
            "Über den Autor", "Über die Autorin", "Zum Autor", "Zur Autorin", "Zur Person",
            "Nächster Artikel", "Vorheriger Artikel", "Bildergalerie", "Fotostrecke",
            "Lesen Sie auch", "Zurück zur Startseite", "Newsletter", "Teilen", "Artikel teilen",
            "Lesen Sie mehr zum Thema", "Mehr lesen über",
        ),
        example="Mehr zum Thema",
    ),
    requests=Words(
        forms=(
            "Abonnieren Sie", "Jetzt abonnieren", "Jetzt anmelden", "Jetzt registrieren",
            "Jetzt lesen", "Jetzt testen", "Jetzt weiterlesen", "Jetzt kostenlos",
            "Melden Sie sich", "Registrieren Sie sich", "Folgen Sie uns", "Folgen Sie",
            "Folge uns", "Newsletter", "Unser Newsletter", "Newsletter abonnieren",
            "Zum Newsletter", "Der Newsletter", "Kostenlos registrieren", "Anmelden", "Einloggen",
            "Bereits Abonnent", "Sie sind bereits Abonnent", "Sie haben bereits", "Schon Abonnent",
            "Noch kein Abo", "Weiterlesen mit", "Dieser Artikel ist", "Mit dem Abo", "Digital-Abo",
            "Unterstützen Sie", "Unterstütze uns", "Jetzt spenden", "Spenden Sie", "Laden Sie",
            "App herunterladen", "Artikel teilen", "Teilen Sie", "Artikel drucken", "Drucken",
            "Merken", "Artikel merken", "Artikel anhören", "Vorlesen", "Anzeige", "Werbung",
            "Empfohlener redaktioneller Inhalt", "Haben Sie einen Fehler", "Fehler gefunden",
            "Fehler melden", "Schreiben Sie uns", "Schicken Sie uns", "Ihre E-Mail-Adresse",
            "Mit der Anmeldung", "Mit Ihrer Anmeldung", "Vielen Dank für Ihre", "Lesedauer",
            "Diskutieren Sie", "Hier können Sie", "Stimmen Sie ab",
            "Bitte aktivieren Sie JavaScript",
            "Hat Ihnen dieser Artikel gefallen", "Hat dir dieser Artikel gefallen",
            "Hat Ihnen der Artikel gefallen", "Ihre Meinung ist uns wichtig",
            "Deine Meinung ist uns wichtig", "Folgst du", "Abonniere den", "Abonniere unseren",
            "Wie hat Ihnen", "Bitte achten Sie darauf, dass Ihre Kommentare", "Nein danke",
            "Wenn Sie auf diese Links",
        ),
        example="Abonnieren Sie unseren Newsletter",
    ),
    consent=Words(
        forms=(
            "Wir verwenden Cookies", "Diese Website verwendet Cookies",
            "Diese Seite verwendet Cookies", "Wir und unsere Partner", "Wir nutzen Cookies",
            "Wir benötigen Ihre Zustimmung", "Wir benötigen Ihre Einwilligung", "Externer Inhalt",
            "Externe Inhalte", "Externen Inhalt anzeigen", "Externe Inhalte anzeigen",
            "Empfohlener externer Inhalt", "An dieser Stelle finden Sie",
            "An dieser Stelle befindet sich", "Ich bin damit einverstanden",
            "Ich bin einverstanden", "Damit können personenbezogene Daten",
            "Mehr dazu in unserer Datenschutzerklärung", "Datenschutzerklärung",
            "Datenschutzhinweise", "Datenschutz", "Cookie-Einstellungen", "Cookies zulassen",
            "Cookies akzeptieren", "Alle akzeptieren", "Zustimmen und", "Mit Ihrer Zustimmung",
            "Zum Schutz Ihrer persönlichen Daten", "Inhalt laden", "Inhalte von",
            "Dieser Inhalt wird", "Um diesen Inhalt", "Durch Klick", "Mit dem Klick",
            "Alle Rechte vorbehalten", "Nutzungsbedingungen", "Impressum", "Consent-Management",
        ),
        example="Externer Inhalt",
    ),
    credits=Words(
        forms=(
            "Foto:", "Fotos:", "Foto von", "Fotos von", "Bild:", "Bilder:", "Bild von",
            "Bildquelle:", "Bildnachweis", "Bildrechte:", "Fotograf:", "Fotografin:", "Grafik:",
            "Illustration:", "Illustration von", "Symbolbild", "Symbolfoto", "Archivbild",
            "Archivfoto", "Archiv", "Karikatur:", "Quelle:", "Video:", "Copyright:",
            "picture alliance", "imago", "Imago Images",
        ),
        example="Foto: Anna Linse",
    ),
    kickers=Words(
        forms=(
            "Kommentar", "Leitartikel", "Meinung", "Analyse", "Kolumne", "Glosse", "Essay",
            "Gastbeitrag", "Gastkommentar", "Standpunkt", "Interview", "Reportage", "Porträt",
            "Debatte", "Leserbrief", "Leserbriefe", "Editorial", "Presseschau", "Hintergrund",
            "Exklusiv", "Politik", "Wirtschaft", "Ausland", "Inland", "Feuilleton", "Kultur",
            "Sport", "Panorama", "Eilmeldung", "Live", "Liveticker", "Pro und Contra",
            "Faktencheck", "Nachruf",
        ),
        example="Leitartikel",
    ),
    common=(
        "der die das und ist nicht den von zu mit ein eine auf für im dem des sich auch es "
        "wird sind bei nach aus"
    ),
)
