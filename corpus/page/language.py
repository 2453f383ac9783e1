"""Which language a text is in: by its script, its letters and its commonest words."""

import re
from collections import Counter

from corpus.languages.tables import LANGUAGES

_DECLARED = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_]|\s*$)")
_SPOKEN = {"nb": "no", "nn": "no"}  # one table for what is written alike
# Scripts of one language, or of several of which nearly all news is in the first.
_RANGES = {
    tuple(codes.split()): letters
    for codes, letters in (
        ("ko", "\uac00-\ud7a3"), ("th", "\u0e00-\u0e7f"), ("my", "\u1000-\u109f"),
        ("ka", "\u10d0-\u10ff"), ("hy", "\u0530-\u058f"), ("el", "\u0370-\u03ff"),
        ("he yi", "\u0590-\u05ff"), ("hi mr ne", "\u0900-\u097f"), ("bn as", "\u0980-\u09ff"),
        ("pa", "\u0a00-\u0a7f"), ("gu", "\u0a80-\u0aff"), ("ta", "\u0b80-\u0bff"),
        ("te", "\u0c00-\u0c7f"), ("ml", "\u0d00-\u0d7f"), ("am ti", "\u1200-\u137f"),
        ("ar fa prs ps ur ku ckb ug sd", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
        ("zh ja", "\u3041-\u30ff\u4e00-\u9fff"),
    )
}  # fmt: skip
_SCRIPTS = {codes: re.compile(f"[{letters}]") for codes, letters in _RANGES.items()}
_FOREIGN = re.compile(f"[{''.join(_RANGES.values())}]")  # of any of them
# Letters that one of the languages of a script has and the others lack.
_LETTERS = {
    "ps": re.compile("[ټډړږښڼۍېځڅ]"),
    "ur": re.compile("[ٹڈڑےںہھ]"),
    "fa": re.compile("[پچژگی]"),
    "ja": re.compile("[\u3041-\u30ff]"),  # kana
}
_TOLD_BY_LETTERS = {"ar", "fa", "ps", "ur", "zh", "ja"}
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 4000
_SHORT = 12  # words: with fewer, chance decides
_LONG = 60  # words: with as many, a text has some of the commonest of its language
_OTHER = 0.02  # of them: with a smaller part, it is in none of those known
_SHARE = 0.08  # of the words of a text that are among the commonest of its language
_COMMON = {
    code: frozenset(spoken.common.split()) for code, spoken in LANGUAGES.items() if spoken.common
}


def find_language(text: str, declared: str | None) -> str | None:
    """BCP 47 primary subtag. What a text is written in wins over what its page declares, where the
    two are sure to differ; None where neither tells, or a text has hardly a word of what is
    declared."""
    sample = text[:_SAMPLE].lower()
    said = _subtag(declared)
    foreign = 0 if sample.isascii() else len(_FOREIGN.findall(sample))
    letters = len(_LETTER.findall(sample)) if foreign else 0
    if letters and foreign * 2 > letters:
        for languages, script in _SCRIPTS.items():
            if len(script.findall(sample)) * 2 > letters:
                return _of_script(sample, languages, said)
    shares = _shares(sample)
    best = max(shares, key=lambda code: shares[code], default="")
    spoken, words = _SPOKEN.get(said or "", said), len(sample.split())
    if shares.get(best, 0.0) < _SHARE or words < _SHORT:
        return None if words >= _LONG and shares.get(spoken or "", 1.0) < _OTHER else said
    close = [code for code, share in shares.items() if share * 1.1 > shares[best]]
    if said and (spoken in close or spoken not in _COMMON):
        return said
    return best if said or len(close) == 1 else None


def _of_script(sample: str, languages: tuple[str, ...], said: str | None) -> str:
    found = next(
        (
            code
            for code, own in _LETTERS.items()
            if code in languages and len(own.findall(sample)) * 50 > len(sample)
        ),
        languages[0],
    )
    return said if said in languages and said not in _TOLD_BY_LETTERS else found


def _shares(sample: str) -> dict[str, float]:
    """The part of a text's words that are among each language's commonest."""
    counts = Counter(re.findall(r"[^\W\d_]+", sample))
    words = max(counts.total(), 1)
    said = counts.keys()
    return {
        code: sum(map(counts.__getitem__, said & common)) / words
        for code, common in _COMMON.items()
    }


def _subtag(declared: str | None) -> str | None:
    match = _DECLARED.match(declared or "")
    return match.group(1).lower() if match else None
