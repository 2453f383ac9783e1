"""Polish."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="pl",
    name="Polish",
    months=(
        "styczeń stycznia sty",
        "luty lutego lut",
        "marzec marca mar",
        "kwiecień kwietnia kwi",
        "maj maja",
        "czerwiec czerwca cze",
        "lipiec lipca lip",
        "sierpień sierpnia sie",
        "wrzesień września wrz",
        "październik października paź",
        "listopad listopada lis",
        "grudzień grudnia gru",
    ),
    weekdays=(
        "poniedziałek poniedziałku wtorek wtorku środa środę środy czwartek czwartku piątek "
        "piątku sobota sobotę soboty niedziela niedzielę niedzieli pon wt śr czw pt sob niedz"
    ),
    by=Words(
        forms=(
            "przez:", "napisał", "napisała", "autor:", "autorka:", "autorzy:", "tekst:",
            "opracował", "opracowała", "opracowanie:", "oprac.", "rozmawiał", "rozmawiała",
            "rozmawia", "komentuje", "pisze", "opublikowany przez", "opublikowane przez",
            "dodane przez", "redaktor:", "redaktorka:", "relacja:", "artykuł autorstwa",
        ),
        example="Rozmawiała: Anna Przykładowa",
    ),
    by_alone=Words(
        forms=(
            "przez",
        ),
        example="przez Anna Przykładowa",
    ),
    published=Words(
        forms=(
            "opublikowano", "opublikowany", "opublikowane", "data publikacji", "publikacja:",
            "dodano", "dodany", "utworzono", "data dodania", "data:", "data utworzenia",
            "zamieszczono", "wydanie z dnia", "z dnia",
        ),
        example="Opublikowano: 5 marca 2020",
    ),
    updated=Words(
        forms=(
            "aktualizacja", "aktualizacja:", "ostatnia aktualizacja", "zaktualizowano",
            "zaktualizowany", "data aktualizacji", "zmodyfikowano", "ostatnia modyfikacja",
            "zmieniono", "poprawiono",
        ),
        example="Ostatnia aktualizacja: 6 marca 2020",
    ),
    bodies=Words(
        forms=(
            "Redakcja", "Od redakcji", "Redakcja portalu", "Zespół redakcyjny", "Agencja",
            "Agencje", "Korespondent", "Korespondentka", "Reporter", "Reporterka", "Dziennikarz",
            "Dziennikarka", "Redaktor", "Redaktor naczelny", "Redaktorka", "Publicysta",
            "Publicystka", "Komentator", "Felietonista", "Współpracownik", "Gość", "Czytelnik",
            "Listy do redakcji", "List do redakcji", "Informacja prasowa", "Materiał prasowy",
            "Materiał partnera", "Biuro prasowe", "Administrator", "PAP", "IAR", "AFP", "Reuters",
            "AP", "KAI", "DPA",
        ),
        example="Redakcja, PAP",
    ),
    more=Words(
        forms=(
            "Czytaj też", "Czytaj także", "Czytaj również", "Czytaj więcej", "Czytaj dalej",
            "Czytaj całość", "Przeczytaj też", "Przeczytaj także", "Przeczytaj również",
            "Przeczytaj", "Zobacz też", "Zobacz także", "Zobacz również", "Zobacz więcej",
            "Zobacz wideo", "Zobacz:", "Sprawdź też", "Sprawdź", "Polecamy", "Polecamy również",
            "Dowiedz się więcej", "Więcej", "Więcej na ten temat", "Warto przeczytać", "Posłuchaj",
            "Obejrzyj", "CZYTAJ:", "Więcej informacji",
        ),
        example="Czytaj też: Most, którego nikt nie chciał",
    ),
    related=Words(
        forms=(
            "Czytaj także", "Czytaj też", "Zobacz także", "Zobacz również", "Powiązane",
            "Powiązane artykuły", "Powiązane tematy", "Podobne artykuły", "Podobne tematy",
            "Podobne", "Polecamy", "Polecane", "Polecane artykuły", "Polecane dla Ciebie",
            "Może Cię zainteresować", "To może Cię zainteresować", "Może zainteresować Cię",
            "Warto przeczytać", "Więcej na ten temat", "Więcej z działu", "Więcej artykułów",
            "Inne artykuły", "Najczęściej czytane", "Najpopularniejsze", "Popularne", "Najnowsze",
            "Najnowsze artykuły", "Najnowsze wiadomości", "Ostatnie wpisy", "Ostatnie artykuły",
            "Najchętniej czytane", "Najczęściej komentowane", "Tematy", "Tagi", "Słowa kluczowe",
            "Komentarze", "Komentarz", "Dodaj komentarz", "Skomentuj", "Napisz komentarz",
            "Zostaw komentarz", "Dołącz do dyskusji", "O autorze", "O autorce", "Następny artykuł",
            "Poprzedni artykuł", "Udostępnij", "Podziel się", "Galeria", "Galeria zdjęć",
            "Newsletter",
        ),
        example="Czytaj także",
    ),
    requests=Words(
        forms=(
            "Zapisz się", "Zapisz się na", "Subskrybuj", "Prenumeruj", "Zaprenumeruj",
            "Kup prenumeratę", "Kup dostęp", "Wykup dostęp", "Masz już prenumeratę",
            "Jesteś już prenumeratorem", "Zaloguj się", "Zarejestruj się", "Załóż konto",
            "Dołącz do", "Obserwuj nas", "Śledź nas", "Polub nas", "Pobierz aplikację", "Wesprzyj",
            "Wesprzyj nas", "Wspieraj", "Przekaż darowiznę", "Artykuł dostępny",
            "Ten artykuł jest", "Treść dostępna", "Pozostało", "Aby czytać dalej",
            "Czytaj bez ograniczeń", "Newsletter", "Nasz newsletter", "Otrzymuj",
            "Bądź na bieżąco", "Udostępnij", "Udostępnij na", "Podziel się", "Kopiuj link",
            "Skopiuj link", "Drukuj", "Wyślij", "Posłuchaj artykułu", "Czas czytania", "Reklama",
            "Dalsza część artykułu", "Dalszy ciąg materiału", "Twój e-mail", "Adres e-mail",
            "Podaj adres", "Zauważyłeś błąd", "Zgłoś błąd", "Masz dla nas temat", "Napisz do nas",
            "Skontaktuj się", "Zagłosuj", "Zachowaj",
            "Podobał Ci się artykuł", "Podoba Ci się ten artykuł", "Twoja opinia jest",
            "Udostępnij artykuł", "Znalazłeś błąd",
        ),
        example="Zapisz się na nasz newsletter",
    ),
    consent=Words(
        forms=(
            "Używamy plików cookies", "Ta strona używa plików cookies",
            "Ta strona korzysta z plików cookies", "Strona korzysta z plików cookies",
            "Serwis korzysta z plików cookies", "My i nasi partnerzy", "Polityka prywatności",
            "Polityka cookies", "Ustawienia cookies", "Akceptuję", "Akceptuj wszystkie",
            "Zaakceptuj wszystkie", "Zgadzam się", "Wyrażam zgodę", "Wyrażasz zgodę",
            "Przejdź do serwisu", "Aby zobaczyć tę treść", "Treść zewnętrzna", "Zewnętrzna treść",
            "Ochrona danych", "Regulamin", "Administratorem danych", "Wszelkie prawa zastrzeżone",
            "Wszystkie prawa zastrzeżone",
        ),
        example="Ta strona używa plików cookies.",
    ),
    credits=Words(
        forms=(
            "fot.", "fot:", "foto:", "foto.", "zdjęcie:", "zdjęcia:", "zdjęcie ilustracyjne",
            "fotografia:", "źródło:", "źródło zdjęcia", "autor zdjęcia", "ilustracja:", "grafika:",
            "rys.", "rysunek:", "wideo:", "archiwum", "materiały prasowe", "zdj.",
        ),
        example="fot. Anna Obiektyw",
    ),
    kickers=Words(
        forms=(
            "Opinia", "Opinie", "Komentarz", "Felieton", "Felietony", "Publicystyka", "Analiza",
            "Wywiad", "Rozmowa", "Reportaż", "Esej", "Wstępniak", "Od redakcji", "List", "Listy",
            "Listy do redakcji", "Polemika", "Debata", "Sylwetka", "Recenzja", "Tylko u nas",
            "Polityka", "Kraj", "Polska", "Świat", "Gospodarka", "Biznes", "Społeczeństwo",
            "Kultura", "Sport", "Nauka", "Na żywo", "Pilne", "Relacja na żywo", "Śledztwo",
        ),
        example="Felieton",
    ),
    common=(
        "i w na z się nie to jest że do o jak za od po są przez ale dla co tym czy które "
        "będzie oraz"
    ),
)
