"""Hungarian."""

from corpus.languages.language import NONE, Language, Words

LANGUAGE = Language(
    code="hu",
    name="Hungarian",
    months=(
        "január jan",
        "február febr feb",
        "március márc már",
        "április ápr",
        "május máj",
        "június jún",
        "július júl",
        "augusztus aug",
        "szeptember szept",
        "október okt",
        "november nov",
        "december dec",
    ),
    weekdays=(
        "hétfő kedd szerda csütörtök péntek szombat vasárnap hétfőn kedden szerdán csütörtökön "
        "pénteken szombaton"
    ),
    by=Words(
        forms=(
            "írta", "írta:", "szerző:", "szerzők:", "szöveg:", "szerkesztő:", "riporter:",
            "újságíró:", "készítette:", "az interjút készítette",
        ),
        example="Írta: Minta Anna",
    ),
    by_alone=NONE,
    published=Words(
        forms=(
            "megjelent", "megjelenés", "közzétéve", "publikálva", "publikálás", "dátum:",
            "feltöltve", "létrehozva", "létrehozás dátuma",
        ),
        example="Megjelent: 2020. március 5.",
    ),
    updated=Words(
        forms=(
            "frissítve", "frissítés", "utolsó frissítés", "legutóbb frissítve", "módosítva",
            "módosítás", "utoljára módosítva",
        ),
        example="Utolsó frissítés: 2020. március 6.",
    ),
    bodies=Words(
        forms=(
            "Szerkesztőség", "A szerkesztőség", "Hírügynökség", "Tudósító", "Riporter", "Újságíró",
            "Szerkesztő", "Főszerkesztő", "Publicista", "Munkatárs", "Munkatársunk",
            "Vendégszerző", "Vendég", "Olvasó", "Olvasói levél", "Sajtóközlemény", "Közlemény",
            "Admin", "MTI", "AFP", "Reuters", "AP",
        ),
        example="Szerkesztőség / MTI",
    ),
    more=Words(
        forms=(
            "Olvassa el", "Olvassa el ezt is", "Olvasd el", "Olvasd el ezt is", "Olvass tovább",
            "Tovább", "Tovább olvasom", "Bővebben", "Lásd még", "Nézze meg", "Kapcsolódó",
            "Kapcsolódó cikk", "Ajánljuk", "Ajánlott", "Ezt is olvassa", "Videó:",
        ),
        example="Olvassa el ezt is: A híd, amelyet senki sem akart",
    ),
    related=Words(
        forms=(
            "Kapcsolódó cikkek", "Kapcsolódó", "Kapcsolódó hírek", "Kapcsolódó tartalom",
            "Ajánljuk", "Ajánlott cikkek", "Ajánlott", "Ajánló", "Ez is érdekelheti",
            "Ezek is érdekelhetik", "Ez is érdekelhet", "További cikkek", "További hírek",
            "Legolvasottabb", "Legolvasottabb cikkek", "Legnépszerűbb", "Legfrissebb",
            "Legfrissebb hírek", "Friss hírek", "Hasonló cikkek", "Címkék", "Témák",
            "Hozzászólások", "Hozzászólás", "Kommentek", "Szóljon hozzá", "Szólj hozzá",
            "A szerzőről", "Következő cikk", "Előző cikk", "Megosztás", "Galéria", "Hírlevél",
        ),
        example="Kapcsolódó cikkek",
    ),
    requests=Words(
        forms=(
            "Iratkozzon fel", "Iratkozz fel", "Feliratkozás", "Fizessen elő", "Fizess elő",
            "Előfizetés", "Már előfizető", "Regisztráljon", "Regisztráció", "Jelentkezzen be",
            "Bejelentkezés", "Kövessen minket", "Kövess minket", "Csatlakozzon", "Csatlakozz",
            "Töltse le", "Támogasson", "Támogass", "Támogassa", "Támogatás", "Adományozzon",
            "Ez a cikk", "A cikk folytatódik", "A cikk folytatása", "Hírlevél", "Hírlevelünk",
            "Megosztás", "Megosztom", "Nyomtatás", "Hirdetés", "Az Ön e-mail címe", "E-mail cím",
            "Hibát talált", "Írjon nekünk", "Kapcsolat", "Szavazzon", "Mentés",
        ),
        example="Iratkozzon fel hírlevelünkre",
    ),
    consent=Words(
        forms=(
            "Sütiket használunk", "Ez a weboldal sütiket használ", "Weboldalunk sütiket",
            "Az oldal sütiket", "Mi és partnereink", "Adatvédelmi", "Adatvédelem",
            "Adatkezelési tájékoztató", "Süti beállítások", "Elfogadom", "Összes elfogadása",
            "Elutasítom", "Külső tartalom", "Felhasználási feltételek", "Minden jog fenntartva",
        ),
        example="Ez a weboldal sütiket használ.",
    ),
    credits=Words(
        forms=(
            "fotó:", "fotók:", "fénykép:", "kép:", "képek:", "illusztráció:", "illusztráció",
            "grafika:", "forrás:", "videó:", "archív", "archív fotó",
        ),
        example="Fotó: Lencse Anna",
    ),
    kickers=Words(
        forms=(
            "Vezércikk", "Vélemény", "Publicisztika", "Jegyzet", "Kommentár", "Elemzés", "Interjú",
            "Riport", "Tárca", "Esszé", "Vita", "Levelek", "Portré", "Kritika", "Exkluzív",
            "Belföld", "Külföld", "Politika", "Világ", "Gazdaság", "Kultúra", "Sport", "Élő",
        ),
        example="Vezércikk",
    ),
    common=(
        "a az és hogy nem is egy ez volt van meg csak már még de mint azt ki el vagy lehet "
        "szerint"
    ),
)
