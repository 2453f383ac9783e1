"""Romanian."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="ro",
    name="Romanian",
    months=(
        "ianuarie ian",
        "februarie feb febr",
        "martie mar",
        "aprilie apr",
        "mai",
        "iunie iun",
        "iulie iul",
        "august aug",
        "septembrie sept sep",
        "octombrie oct",
        "noiembrie noi nov",
        "decembrie dec",
    ),
    weekdays=(
        "luni marți marti miercuri joi vineri sâmbătă sambata duminică duminica lun mar mie "
        "vin sâm dum"
    ),
    by=Words(
        forms=(
            "scris de", "autor:", "autoare:", "autori:", "articol de", "articol scris de", "text:",
            "text de", "publicat de", "postat de", "redactat de", "editorial de",
            "un editorial de", "interviu realizat de", "un articol de", "a consemnat",
        ),
        example="Scris de Ana Exemplu",
    ),
    by_alone=Words(
        forms=(
            "de",
        ),
        example="De Ana Exemplu",
    ),
    published=Words(
        forms=(
            "publicat", "publicat la", "publicat în", "publicat pe", "data publicării",
            "data publicarii", "data:", "postat", "postat pe", "adăugat", "adăugat la", "creat la",
            "apărut",
        ),
        example="Publicat: 5 martie 2020",
    ),
    updated=Words(
        forms=(
            "actualizat", "actualizat la", "actualizat în", "actualizare", "ultima actualizare",
            "ultima modificare", "modificat", "modificat la", "editat",
        ),
        example="Ultima actualizare: 6 martie 2020",
    ),
    bodies=Words(
        forms=(
            "Redacția", "Redactia", "Redacție", "Colectivul redacției", "Agenție", "Agenții",
            "Agenția", "Corespondent", "Trimis special", "Reporter", "Jurnalist", "Jurnalistă",
            "Redactor", "Redactor-șef", "Editor", "Editorialist", "Colaborator", "Invitat",
            "Cititor", "Scrisori", "Comunicat de presă", "Comunicat", "Administrator", "Agerpres",
            "Mediafax", "News.ro", "AFP", "Reuters", "AP",
        ),
        example="Redacția, Agerpres",
    ),
    more=Words(
        forms=(
            "Citește și", "Citeste si", "Citiți și", "Cititi si", "Citește mai mult",
            "Citeste mai mult", "Citește mai departe", "Citește continuarea", "Citește integral",
            "Vezi și", "Vezi si", "Vezi mai mult", "Mai multe", "Mai mult", "Află mai multe",
            "Pe aceeași temă", "Recomandare", "Recomandări", "Recomandăm", "Urmărește", "Video:",
            "Ascultă și",
        ),
        example="Citește și: Podul pe care nu l-a vrut nimeni",
    ),
    related=Words(
        forms=(
            "Citește și", "Articole similare", "Articole asemănătoare", "Articole recomandate",
            "Articole conexe", "Pe aceeași temă", "Știri similare", "Știri recomandate",
            "Știri conexe", "Te-ar putea interesa", "Te-ar mai putea interesa", "Îți recomandăm",
            "Recomandări", "Recomandate", "Recomandarea editorilor", "Cele mai citite",
            "Cele mai populare", "Cele mai noi", "Cele mai recente", "Cele mai comentate",
            "Ultimele știri", "Ultimele articole", "Ultimele postări", "Ultima oră",
            "Alte articole", "Alte știri", "Mai multe din", "Mai multe articole", "Etichete",
            "Taguri", "Subiecte", "Comentarii", "Comentariu", "Lasă un comentariu",
            "Adaugă un comentariu", "Scrie un comentariu", "Comentează", "Lasă un răspuns",
            "Despre autor", "Articolul următor", "Articolul precedent", "Distribuie",
            "Distribuie articolul", "Galerie foto", "Newsletter",
        ),
        example="Articole similare",
    ),
    requests=Words(
        forms=(
            "Abonează-te", "Abonați-vă", "Aboneaza-te", "Ești deja abonat", "Înscrie-te",
            "Înregistrează-te", "Autentifică-te", "Conectează-te", "Intră în cont", "Creează cont",
            "Primește", "Urmărește-ne", "Urmăriți-ne", "Urmărește", "Alătură-te", "Descarcă",
            "Descarcă aplicația", "Susține", "Susține-ne", "Donează", "Redirecționează",
            "Acest articol este", "Conținut exclusiv", "Pentru a citi", "Continuă lectura",
            "Newsletter", "Newsletterul nostru", "Distribuie", "Trimite", "Copiază link",
            "Tipărește", "Ascultă articolul", "Timp de citire", "Publicitate", "Reclamă",
            "Adresa de email", "Adresa ta de email", "Ai găsit o greșeală", "Semnalează",
            "Contactează-ne", "Scrie-ne", "Votează", "Salvează",
        ),
        example="Abonează-te la newsletterul nostru",
    ),
    consent=Words(
        forms=(
            "Folosim cookie-uri", "Acest site folosește cookie-uri",
            "Acest site utilizează cookie-uri", "Noi și partenerii noștri", "Prin continuarea",
            "Politica de confidențialitate", "Politica de cookies", "Politica cookie",
            "Setări cookie", "Accept toate", "Acceptă toate", "Acceptă", "Respinge toate",
            "Pentru a vizualiza acest conținut", "Conținut extern", "Protecția datelor",
            "Termeni și condiții", "Toate drepturile rezervate", "Sunt de acord",
        ),
        example="Acest site folosește cookie-uri.",
    ),
    credits=Words(
        forms=(
            "foto:", "fotografie:", "fotografii:", "credit foto", "sursa foto", "sursă foto",
            "sursa:", "imagine:", "ilustrație:", "ilustrații:", "grafică:", "video:", "arhivă",
            "arhiva", "foto arhivă",
        ),
        example="Sursa foto: Ana Lentilă",
    ),
    kickers=Words(
        forms=(
            "Editorial", "Opinie", "Opinii", "Analiză", "Comentariu", "Interviu", "Reportaj",
            "Anchetă", "Punct de vedere", "Cronică", "Dezbatere", "Exclusiv", "Politică",
            "Politic", "Externe", "Internațional", "Actualitate", "Economie", "Social", "Cultură",
            "Sport", "Ultima oră", "Breaking", "Live", "Scrisori",
        ),
        example="Punct de vedere",
    ),
    common=(
        "și de în la a cu pe care nu o din că un pentru să este mai au fost prin sunt dar"
    ),
)
