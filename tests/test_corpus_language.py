"""Which language a text is written in."""

import pytest

from corpus.page.language import find_language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Rat hat am Dienstag nicht gesagt, warum die Fähre, die vor zwei Jahren bezahlt wurde, nicht fährt.", "de"),
        ("Le conseil n'a pas dit mardi pourquoi le bac, qui a été payé il y a deux ans, ne navigue pas.", "fr"),
        ("Rada nie powiedziała we wtorek, dlaczego prom, za który zapłacono dwa lata temu, nie pływa, i to jest skandal.", "pl"),
        ("Совет не сказал во вторник, почему паром, за который заплатили два года назад, так и не вышел в море.", "ru"),
        ("Рада не сказала у вівторок, чому пором, за який заплатили два роки тому, так і не вийшов у море з порту.", "uk"),
        ("Meclis köprünün yıl bitmeden hazır olacağına söz verdi, ama halk ki onu yıllardır bekler artık inanmıyor.", "tr"),
        ("کونسل نے منگل کو نہیں بتایا کہ وہ کشتی جس کے پیسے دو سال پہلے دیے گئے تھے کیوں نہیں چلی", "ur"),
        ("परिषद ने मंगलवार को नहीं बताया कि नाव क्यों नहीं चली", "hi"),
    ],
)  # fmt: skip
def test_what_a_text_is_written_in_wins_over_what_a_template_declares(
    text: str, expected: str
) -> None:
    assert find_language(text, "en-US") == find_language(text, expected) == expected


@pytest.mark.parametrize(("said", "expected"), [("prs", "prs"), ("fa", "fa"), (None, "fa")])
def test_a_persian_text_is_dari_where_its_page_says_so(said: str | None, expected: str) -> None:
    assert (
        find_language("شورای آب شهر وعدهٔ لوله‌های تازه می‌دهد و چشم به راه گذاشت", said) == expected
    )


def test_a_text_without_a_common_word_of_what_is_declared_is_in_no_language_known() -> None:
    assert find_language("Umkhumbi awuhambanga ngoLwesibili kusasa esikhumulweni. " * 12, "en") is None
