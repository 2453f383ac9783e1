"""The questions of speed.py: one meaning, in each engine's own syntax."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. Its words are plain lower-case letters and digits, so that no syntax needs
    escapes."""

    cls: str  # rare1, mid1, common1, or, and, phrase, bool, prefix
    terms: tuple[str, ...]
    ours: str
    tantivy: str
    fts5: str
    whoosh: str

    @classmethod
    def read(cls, line: str) -> Self:
        """The question of a line of queries.jsonl. Raises ValueError for words that would need
        escapes."""
        said = json.loads(line)
        terms, minus = said["terms"], said.get("minus", [])
        if not all(word.isascii() and word.isalnum() for word in (*terms, *minus)):
            raise ValueError(f"query {said['id']} has a word that is not plain letters and digits")
        kind = said["cls"]
        return cls(
            cls=kind,
            terms=tuple(terms),
            ours=said["text"],
            tantivy=in_tantivy(kind, terms, minus),
            fts5=in_fts5(kind, terms, minus),
            whoosh=in_whoosh(kind, terms, minus),
        )


def in_tantivy(kind: str, terms: list[str], minus: list[str]) -> str:
    match kind:
        case "phrase":
            return f'"{" ".join(terms)}"'
        case "prefix":
            return f"title:/{terms[0]}.*/ OR body:/{terms[0]}.*/"
        case "and":
            return " AND ".join(terms)
    return f"+({' OR '.join(terms)})" + "".join(f" -{word}" for word in minus)


def in_fts5(kind: str, terms: list[str], minus: list[str]) -> str:
    words = [f'"{term}"' for term in terms]
    match kind:
        case "phrase":
            return f'"{" ".join(terms)}"'
        case "prefix":
            return f"{words[0]}*"
        case "and":
            return " AND ".join(words)
    return f"({' OR '.join(words)})" + "".join(f' NOT "{word}"' for word in minus)


def in_whoosh(kind: str, terms: list[str], minus: list[str]) -> str:
    match kind:
        case "phrase":
            return f'"{" ".join(terms)}"'
        case "prefix":
            return f"{terms[0]}*"
        case "and":
            return " AND ".join(terms)
    return f"({' OR '.join(terms)})" + "".join(f" NOT {word}" for word in minus)


def read_asks(path: Path) -> list[Ask]:
    return [Ask.read(line) for line in path.read_text(encoding="utf-8").splitlines()]
