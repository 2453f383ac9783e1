"""The description of the pages for programs: OpenAPI 3.1, made of the one declaration of parameters
and that of fields.

A value that cannot be understood is left out and named in `notices`, so a parameter is text to this
description, whatever it asks for; what it takes is in its words.
"""

from typing import Any, get_args

from corpus.article import DateSource
from corpus.field import FIELDS, ArticleField
from search.coverage import GRADES, Order
from search.matching.parameters import MOST_VALUES, PARAMETERS, Parameter

Schema = dict[str, Any]

VERSION = "3.1.0"
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
SPANS: Schema = {
    "type": "array",
    "description": "Character ranges, ascending: from the first one to, not including, the second.",
    "items": {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2},
}
# by the form behind `/search.` and behind an article's address, its media type
LISTS = {
    "csv": ("text/csv", "A table, every hit a row."),
    "ndjson": ("application/x-ndjson", "Every hit, an object a line, as in /search.json."),
    "ris": ("application/x-research-info-systems", "References to every hit."),
    "bib": ("application/x-bibtex", "References to every hit."),
    "csl.json": ("application/vnd.citationstyles.csl+json", "References to every hit."),
    "atom": ("application/atom+xml", "A feed: what has all the words, the last to come in first."),
}
ARTICLES = {
    "txt": ("text/plain", "An editorial as plain text."),
    "ris": ("application/x-research-info-systems", "A reference to an editorial."),
    "bib": ("application/x-bibtex", "A reference to an editorial."),
    "csl.json": ("application/vnd.citationstyles.csl+json", "A reference to an editorial."),
}
CHOSEN = "All but its text, or what the parameter fields names of it."
REFUSED = "Neither words nor a filter, or a field that is none."
_KINDS: dict[str, Schema] = {
    "text": {"type": ["string", "null"]},
    "names": {"type": "array", "items": TEXT},
    "labels": {"type": "array", "items": TEXT},
    "day": DAY,
}


def description(*, name: str, address: str) -> Schema:
    """The document of the archive `name`, whose pages are at `address`."""
    asked = [_parameter(each) for each in PARAMETERS]
    found = [each for each in asked if each["name"] not in ("page", "size")]
    article = _named("id", "path", "Its id.")
    typed = _named("q", "query", "What was typed.")
    paths: Schema = {
        "/search.json": _get("A page of results.", _json("Results"), asked),
        **{
            f"/search.{form}": _get(about, _of(media), found, refused=form != "atom")
            for form, (media, about) in LISTS.items()
        },
        "/suggest": _get(
            "What a question may become, as OpenSearch has it.",
            _json("Completions", "application/x-suggestions+json"), [typed],
        ),
        "/a/{id}.json": _get("An editorial.", _json("Article"), [article], missing=True),
        **{
            f"/a/{{id}}.{form}": _get(about, _of(media), [article], missing=True)
            for form, (media, about) in ARTICLES.items()
        },
        **_browsing(asked),
        "/draft.json": {"post": _draft()},
        "/status.json": _get("The state of corpus and index.", _json("Status"), [], staff=True),
        "/healthz": _get("Whether searches can be answered.", _json("Health"), []),
    }  # fmt: skip
    return {
        "openapi": VERSION,
        "info": {
            "title": f"{name}: past editorials",
            "version": "1",
            "description": "Reading needs no key. What an address asks for in a browser it asks "
            "for here: the parameters are those of the page of results.",
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _browsing(asked: list[Schema]) -> Schema:
    """What was published when: of each path the editorials, and the same in other formats."""
    parts = {"year": (1, 9999), "month": (1, 12), "day": (1, 31)}
    times = [
        _named(name, "path", f"The {name}.")
        | {"schema": {"type": "integer", "minimum": least, "maximum": most}}
        for name, (least, most) in parts.items()
    ]
    form = _named("form", "path", "The format.") | {"schema": {"enum": [*LISTS]}}
    fields = [each for each in asked if each["name"] == "fields"]
    media: Schema = {media: {} for media, _ in LISTS.values()}
    page = [_named("page", "query", "Which page of a hundred.")]
    paths: Schema = {
        "/browse.json": _get("How many editorials each month has.", _json("Calendar"), []),
    }
    which = {
        "undated": "whose day is not known",
        "{year}": "of a year",
        "{year}/{month}": "of a month",
        "{year}/{month}/{day}": "of a day",
    }
    for path, about in which.items():
        said, known = f"The editorials {about}.", times[: path.count("{")]
        more = page if path == "undated" else []
        paths[f"/browse/{path}.json"] = _get(said, _json("Period"), known + more, missing=True)
        paths[f"/browse/{path}.{{form}}"] = _get(
            said, media, [*known, form, *fields], missing=True, refused=True
        )
    return paths


def _draft() -> Schema:
    """What a draft is asked by."""
    form = {
        "text": {"type": "string", "description": "The draft, or one sentence as a quotation."},
        "before": {"type": "string", "description": "Only what came before this day."},
        "order": {"enum": [*get_args(Order)], "description": "In each part. Default: oldest."},
    }
    made: Schema = _get("What was published of a draft.", _json("Prior"), [], staff=True)["get"]
    made["requestBody"] = {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": {
            "type": "object", "properties": form, "required": ["text"]
        }}},
    }  # fmt: skip
    made["responses"]["400"] = {"description": "There is no text.", "content": _ANY_ERROR}
    made["responses"]["413"] = {"description": "It is too long.", "content": _ANY_ERROR}
    made["responses"]["415"] = {"description": "It is no form.", "content": _ANY_ERROR}
    return made


def _named(name: str, place: str, about: str) -> Schema:
    required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "description": about, "schema": TEXT} | required


def _parameter(parameter: Parameter) -> Schema:
    about = parameter.about
    if parameter.choices and parameter.many:
        some = {"type": "array", "items": {"enum": [*parameter.choices]}}
        given = {"name": parameter.name, "in": "query", "description": about, "schema": some}
        return given | {"style": "form", "explode": False}
    if parameter.choices:
        about += f" One of {', '.join(parameter.choices)}."
    if parameter.default:
        about += f" {parameter.default} where it is not given."
    if parameter.kind == "number":
        about += f" A number from {parameter.least:,} to {parameter.most:,}."
    one: Schema = TEXT
    if parameter.many:
        about += f" It may come up to {MOST_VALUES} times: any of them."
    schema = {"type": "array", "items": one} if parameter.many else one
    return {"name": parameter.name, "in": "query", "description": about, "schema": schema}


def _get(
    about: str,
    content: Schema,
    parameters: list[Schema],
    *,
    missing: bool = False,
    refused: bool = False,
    staff: bool = False,
) -> Schema:
    responses = {"200": {"description": about, "content": content}}
    if refused:
        responses["400"] = {"description": REFUSED, "content": _ANY_ERROR}
    if missing:
        responses["404"] = {"description": "There is none of this id.", "content": _ANY_ERROR}
        responses["410"] = {"description": "It was taken down.", "content": _ANY_ERROR}
    if staff:
        for status in ("401", "403"):
            responses[status] = {"description": "It is for staff.", "content": _ANY_ERROR}
    responses["503"] = {"description": "Not ready, or busy.", "content": _ANY_ERROR}
    return {"get": {"summary": about, "parameters": parameters, "responses": responses}}


def _json(schema: str, media: str = "application/json") -> Schema:
    return {media: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _of(media: str) -> Schema:
    return {media: {}}


_PAGE: Schema = {"text/html": {}}
_ANY_ERROR = _json("Error") | _PAGE


def _schemas() -> Schema:
    hit = {
        "id": TEXT,
        "page": {"type": "string", "description": "Its address here."},
        **{field.name: _field(field) for field in FIELDS if field.on_hits},
        "title_spans": SPANS,
        "score": {"type": "number"},
        "partial": {"type": "boolean", "description": "It has some of the words only."},
        "snippets": {"type": "array", "items": _ref("Snippet")},
        "reprints": {"type": "array", "items": {"type": "object"}},
        "text": {"type": ["string", "null"], "description": "The whole text, where asked for."},
    }
    counts = {"type": "object", "properties": {"value": TEXT, "count": COUNT}}
    results = {
        "query": TEXT,
        "searched_for": {"type": "array", "items": _ref("Fate")},
        "repaired": {"type": ["string", "null"]},
        "total": COUNT,
        "partial": COUNT,
        "reprints": COUNT,
        "page": COUNT,
        "size": COUNT,
        "next": {"type": ["string", "null"], "description": "The address of the next page."},
        "hits": {"type": "array", "items": _ref("Hit")},
        "facets": {
            "type": "object", "additionalProperties": {"type": "array", "items": counts}
        },
        "histogram": {"type": "array", "items": {"type": "object"}},
        "suggestion": {"type": ["object", "null"]},
        "relaxations": {"type": "array", "items": {"type": "object"}},
        "notices": {"type": "array", "items": TEXT},
    }  # fmt: skip
    fate = {
        "text": TEXT,
        "meaning": TEXT,
        "kind": TEXT,
        "count": {"type": ["integer", "null"]},
        "exact": {"type": ["string", "null"]},
        "also": {"type": "array", "items": TEXT},
    }
    snippet = {
        "text": TEXT,
        "spans": SPANS,
        "paragraph": {"type": "integer"},
        "cut_before": {"type": "boolean"},
        "cut_after": {"type": "boolean"},
        "anchor": TEXT,
    }
    article = {
        "id": TEXT,
        **{field.name: _field(field) for field in FIELDS},
        "paragraphs": {"type": "array", "items": TEXT},
        "sentences": SPANS,
        "fetched_at": {"type": ["string", "null"], "format": "date-time"},
        "page": TEXT,
        "gone": DAY,
        "other_years": {"type": "array", "items": {"type": "object"}},
        "similar": {"type": ["array", "null"], "items": {"type": "object"}},
        "reprints": {"type": ["array", "null"], "items": {"type": "object"}},
    }
    entry = {
        "id": TEXT,
        "title": TEXT,
        "published": DAY,
        "byline": {"type": "array", "items": TEXT},
        "section": {"type": ["string", "null"]},
        "page": TEXT,
        "opening": TEXT,
    }
    address = {"type": ["string", "null"], "description": "The address of the nearest such."}
    period = {
        "period": TEXT,
        "articles": COUNT,
        "editorials": {"type": "array", "items": _ref("Entry")},
        "before": address,
        "after": address,
    }
    month = _object({"month": TEXT, "articles": COUNT})
    year = {
        "year": COUNT,
        "articles": COUNT,
        "months": {"type": "array", "items": month},
        "editorials": {"type": ["string", "null"], "description": "The address of their list."},
    }
    calendar = {
        "articles": COUNT,
        "undated": COUNT,
        "years": {"type": "array", "items": _object(year)},
    }
    passage = {
        "text": TEXT,
        "spans": SPANS,
        "paragraph": {"type": "integer"},
        "title": {"type": "boolean"},
    }
    meeting = {
        "draft": _object(passage),
        "published": _object(passage | {"anchor": TEXT}),
        "words": COUNT,
        "goes_on": {"type": "boolean"},
        "editorials": COUNT,
        "stock": {"type": "boolean"},
        "marks": TEXT,
    }
    quoted = {"text": TEXT, "word_for_word": COUNT, "nearly": COUNT}
    covering = {
        "grade": {"enum": [*GRADES]},
        "verdict": TEXT,
        "reprint": {"type": "boolean"},
        "whole": {"type": "boolean", "description": "It has all of a quotation."},
        "shared": {"type": "array", "items": TEXT},
        "key_words": COUNT,
        "part": TEXT,
        "meetings": {"type": "array", "items": _object(meeting)},
    }
    prior = {
        "before": DAY,
        "answer": TEXT,
        "quotation": {"type": "boolean", "description": "The draft is one sentence."},
        "quoted": {"type": "array", "items": _object(quoted)},
        "editorials": {"type": "array", "items": {"allOf": [_ref("Hit"), _object(covering)]}},
        "stock": {"type": "array", "items": {"type": "object"}},
        "left_out": COUNT,
        "order": {"enum": [*get_args(Order)]},
        "notices": {"type": "array", "items": TEXT},
    }
    status = {
        "corpus": {"type": "object"},
        "reasons": {"type": "object"},
        "index": {"type": ["object", "null"]},
        "trouble": {"type": ["object", "null"]},
        "bytes": {"type": "object"},
    }
    health = {
        "status": {"enum": ["ok"]}, "articles": COUNT, "generation": TEXT,
    }  # fmt: skip
    return {
        "Results": _object(results),
        "Fate": _object(fate),
        "Hit": _object(hit) | {"required": [], "description": CHOSEN},
        "Snippet": _object(snippet),
        "Article": _object(article),
        "Entry": _object(entry),
        "Period": _object(period),
        "Calendar": _object(calendar),
        "Prior": _object(prior),
        "Status": _object(status),
        "Completions": {
            "type": "array",
            "description": "What was typed, the texts, what each is, and where it leads to.",
            "minItems": 4,
            "maxItems": 4,
        },
        "Health": _object(health),
        "Error": {"type": "object", "properties": {"error": TEXT}, "required": ["error"]},
    }


def _field(field: ArticleField) -> Schema:
    if field.name == "date_source":
        return {"enum": list(get_args(DateSource))}
    if field.name == "title":
        return TEXT
    return _KINDS[field.kind]


def _object(properties: Schema) -> Schema:
    """All of them are there; further ones may be, in later versions."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _ref(schema: str) -> Schema:
    return {"$ref": f"#/components/schemas/{schema}"}
