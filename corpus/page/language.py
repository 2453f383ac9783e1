"""Which language a text is in: what its page says, checked against its script and its commonest words."""

import re

_DECLARED = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_]|\s*$)")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
# Letters that one of the languages of this script has and the others lack.
_PASHTO = re.compile("[ټډړږښڼۍېځڅ]")
_PERSIAN = re.compile("[پچژگی]")
# Scripts in which nearly all news is in one language.
_OWN_SCRIPTS = {
    "ko": re.compile("[\uac00-\ud7a3]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "my": re.compile("[\u1000-\u109f]"),
    "ka": re.compile("[\u10d0-\u10ff]"),
    "hy": re.compile("[\u0530-\u058f]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
}
_HAN = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")  # with kana
_KANA = re.compile("[\u3041-\u30ff]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|that|for|it|was|with|as|on|by)\b", re.IGNORECASE)
_SAMPLE = 4000
_ENGLISH_SHARE = 0.12  # of the words of running English are among these; of other languages' words, 3 % at most


def find_language(text: str, declared: str | None) -> str | None:
    """BCP 47 primary subtag. The script wins over a template's `lang`; None where neither tells."""
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if letters and len(_ARABIC.findall(sample)) * 2 > letters:
        said = _subtag(declared)
        return said if said in ("fa", "ps", "ar", "ur", "ku", "ug", "prs") else _of_arabic_script(sample)
    said = _subtag(declared)
    if said in (None, "en") and not sample.isascii():
        said = _of_own_script(sample, letters) or said
    if said:
        return said
    words = len(sample.split())
    return "en" if words and len(_ENGLISH.findall(sample)) >= _ENGLISH_SHARE * words else None


def _of_own_script(sample: str, letters: int) -> str | None:
    if len(_HAN.findall(sample)) * 2 > letters:
        return "ja" if len(_KANA.findall(sample)) * 10 > letters else "zh"
    return next((name for name, script in _OWN_SCRIPTS.items() if len(script.findall(sample)) * 2 > letters), None)


def _of_arabic_script(sample: str) -> str:
    if len(_PASHTO.findall(sample)) * 50 > len(sample):
        return "ps"
    return "fa" if len(_PERSIAN.findall(sample)) * 50 > len(sample) else "ar"


def _subtag(declared: str | None) -> str | None:
    match = _DECLARED.match(declared or "")
    return match.group(1).lower() if match else None
