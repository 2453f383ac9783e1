"""Italian."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="it",
    name="Italian",
    months=(
        "gennaio",
        "febbraio feb febbr",
        "marzo mar",
        "aprile apr",
        "maggio mag",
        "giugno giu",
        "luglio lug",
        "agosto ago",
        "settembre sett set",
        "ottobre ott",
        "novembre nov",
        "dicembre dic",
    ),
    weekdays=(
        "lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi venerdì venerdi "
        "sabato domenica lun mar mer gio ven sab dom"
    ),
    by=Words(
        forms=(
            "di:", "scritto da", "a cura di", "pubblicato da", "postato da", "redatto da",
            "testo di", "testo:", "testi di", "articolo di", "un articolo di", "editoriale di",
            "l'editoriale di", "commento di", "il commento di", "intervista di",
            "l'intervista di", "l'analisi di", "analisi di", "dal nostro inviato",
            "dal nostro corrispondente", "dalla nostra inviata", "autore:", "autrice:", "autori:",
            "firmato da", "di redazione",
        ),
        example="A cura di Anna Esempio",
    ),
    by_alone=Words(
        forms=(
            "di",
        ),
        example="Di Anna Esempio",
    ),
    published=Words(
        forms=(
            "pubblicato", "pubblicata", "pubblicato il", "pubblicato alle", "pubblicazione:",
            "data di pubblicazione", "data:", "inserito il", "creato il", "postato il",
            "caricato il", "in edicola", "scritto il", "edizione del", "uscito il",
        ),
        example="Pubblicato il 5 marzo 2020",
    ),
    updated=Words(
        forms=(
            "aggiornato", "aggiornata", "aggiornato il", "aggiornato alle", "aggiornamento",
            "ultimo aggiornamento", "ultima modifica", "ultima revisione", "modificato",
            "modificato il", "modifica:", "corretto il",
        ),
        example="Ultimo aggiornamento: 6 marzo 2020",
    ),
    bodies=Words(
        forms=(
            "Redazione", "La Redazione", "Redazione web", "Redazione online", "Redazione cultura",
            "Redazione sport", "A cura della redazione", "Agenzia", "Agenzie", "Corrispondente",
            "Inviato", "Inviata", "Inviato speciale", "Giornalista", "Cronista", "Editorialista",
            "Direttore", "Direttrice", "Caporedattore", "Redattore", "Redattrice", "Collaboratore",
            "Collaboratrice", "Opinionista", "Ospite", "Lettere", "Lettere al direttore",
            "Lettori", "Comunicato stampa", "Ufficio stampa", "Amministratore", "Staff", "ANSA",
            "Adnkronos", "AGI", "AFP", "Reuters", "LaPresse", "Askanews", "Italpress", "Dire",
        ),
        example="Redazione ANSA",
    ),
    more=Words(
        forms=(
            "Leggi anche", "Leggi anche:", "Leggi di più", "Leggi tutto", "Leggi qui",
            "Leggi l'articolo", "Leggi ancora", "Per approfondire", "Approfondisci",
            "Approfondimenti", "Approfondimento", "Vedi anche", "Guarda anche", "Guarda il video",
            "Ascolta anche", "Continua a leggere", "Continua", "Scopri di più",
            "Per saperne di più", "Potrebbe interessarti", "Ti potrebbe interessare",
            "Articolo correlato", "Da leggere", "Altro su", "Video:", "Non perdere",
        ),
        example="Leggi anche: Il ponte che nessuno voleva",
    ),
    related=Words(
        forms=(
            "Articoli correlati", "Articoli simili", "Contenuti correlati", "Notizie correlate",
            "Correlati", "Leggi anche", "Potrebbe interessarti", "Potrebbe interessarti anche",
            "Ti potrebbe interessare", "Ti potrebbe interessare anche", "Potrebbero interessarti",
            "Consigliati", "Consigliati per te", "Raccomandati", "Ti consigliamo",
            "Approfondimenti", "Per approfondire", "Più letti", "I più letti", "Le più lette",
            "Più lette", "Più visti", "Più popolari", "Più commentati", "Ultime notizie",
            "Ultimi articoli", "Ultima ora", "Altre notizie", "Altri articoli", "Altro da",
            "In evidenza", "In primo piano", "Primo piano", "Da non perdere",
            "Della stessa sezione", "Dello stesso autore", "Argomenti", "Temi", "Tag", "Tags",
            "Etichette", "Commenti", "Commento", "Lascia un commento", "Scrivi un commento",
            "Aggiungi un commento", "Commenta", "Partecipa alla discussione", "L'autore",
            "Chi è l'autore", "Informazioni sull'autore", "Articolo successivo",
            "Articolo precedente", "Prossimo articolo", "Condividi", "Condividi questo articolo",
            "Galleria", "Fotogallery", "Foto gallery", "Newsletter",
        ),
        example="Articoli correlati",
    ),
    requests=Words(
        forms=(
            "Abbonati", "Abbonarsi", "Sei già abbonato", "Già abbonato", "Hai già un abbonamento",
            "Iscriviti", "Iscriversi", "Registrati", "Accedi", "Effettua il login", "Ricevi",
            "Ricevi ogni", "Seguici", "Segui", "Segui i nostri", "Unisciti", "Scarica",
            "Scarica l'app", "Sostieni", "Sostienici", "Fai una donazione", "Dona", "Dona ora",
            "Diventa", "Contenuto riservato", "Contenuto per abbonati",
            "Questo articolo è riservato", "Questo contenuto è riservato",
            "Per continuare a leggere", "Continua a leggere con", "Leggi senza limiti",
            "Accesso illimitato", "Prova gratis", "La nostra newsletter", "Newsletter",
            "Condividi", "Condividi su", "Stampa", "Invia per email", "Copia link",
            "Copia il link", "Ascolta", "Ascolta questo articolo", "Ascolta la versione audio",
            "Tempo di lettura", "Pubblicità", "Annuncio", "La tua email", "Il tuo indirizzo email",
            "Iscrivendoti", "Cliccando", "Hai trovato un errore", "Segnala un errore",
            "Contattaci", "Scrivici", "Scrivi a", "Vota", "Salva", "Riproduzione riservata",
            "Continua dopo la pubblicità",
            "Ti è piaciuto questo articolo", "Vi è piaciuto", "La tua opinione",
            "Condividi questo articolo", "Lascia un commento",
        ),
        example="Iscriviti alla nostra newsletter",
    ),
    consent=Words(
        forms=(
            "Utilizziamo i cookie", "Usiamo i cookie", "Questo sito utilizza cookie",
            "Questo sito utilizza i cookie", "Questo sito usa i cookie", "Noi e i nostri partner",
            "Noi e terze parti", "Proseguendo la navigazione", "Continuando la navigazione",
            "Informativa sui cookie", "Informativa sulla privacy", "Privacy policy",
            "Cookie policy", "Gestisci i cookie", "Accetta i cookie", "Accetta tutti",
            "Accetta e continua", "Rifiuta tutti", "Per visualizzare questo contenuto",
            "Contenuto esterno", "Questo contenuto è bloccato", "Trattamento dei dati",
            "Termini e condizioni", "Tutti i diritti riservati", "Riproduzione riservata",
            "Acconsento",
        ),
        example="Questo sito utilizza cookie di terze parti.",
    ),
    credits=Words(
        forms=(
            "Foto:", "Foto di", "Fotografia:", "Fotografia di", "Fotografie di", "Credito:",
            "Crediti:", "Crediti foto", "Immagine:", "Immagine di", "Immagini:", "Illustrazione:",
            "Illustrazione di", "Illustrazioni di", "Grafica:", "Infografica:", "Vignetta:",
            "Vignetta di", "Video:", "Foto d'archivio", "Immagine d'archivio", "Archivio",
            "Fonte:", "Fonte foto", "Per gentile concessione",
        ),
        example="Foto di Anna Lente",
    ),
    kickers=Words(
        forms=(
            "Editoriale", "L'editoriale", "Editoriali", "Opinione", "Opinioni", "Commento",
            "Il commento", "Commenti", "Analisi", "L'analisi", "Intervista", "L'intervista",
            "Punto di vista", "Rubrica", "Rubriche", "Corsivo", "Reportage", "Inchiesta",
            "L'inchiesta", "Ritratto", "Il caso", "Il punto", "La lettera", "Lettere", "Dibattito",
            "Il retroscena", "Esclusiva", "Politica", "Esteri", "Mondo", "Cronaca", "Economia",
            "Società", "Cultura", "Sport", "Ultima ora", "In diretta", "Diretta", "Blog",
        ),
        example="L'editoriale",
    ),
    common=(
        "il lo la gli le di che e un una per non con del della dei in è si da sono al nel "
        "alla più ha anche come"
    ),
)
