"""The description for programs, as a page for those who write them: made of the same document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, render_template

from corpus.store.calendar import Entry, latest
from web.base.openapi import Schema, description
from web.pages.shelf import the_settings, the_store

QUESTION = "water"  # in examples


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter, or a field of an object."""

    name: str
    about: str
    is_optional: bool = True


@dataclass(frozen=True, slots=True)
class Address:
    """What may be asked for, and how."""

    method: str
    path: str
    about: str
    parameters: tuple[Row, ...]
    formats: tuple[str, ...]
    object: str | None  # the name of what comes as JSON
    example: str  # a path with its question

    @property
    def anchor(self) -> str:
        """Its mark on the page."""
        return "".join(each if each.isalnum() else "-" for each in self.path).strip("-")


def init_app(app: Flask) -> None:
    """Add the routes."""
    app.add_url_rule("/api", "reference", reference)


def reference() -> str:
    """Every address for programs: its parameters, formats and an example, and what objects hold."""
    settings = the_settings()
    made = description(name=settings.site_name, address=settings.address)
    (entry, *_) = *latest(the_store(), 1), None
    return render_template(
        "api.html",
        about=made["info"]["description"],
        addresses=list(_addresses(made["paths"], entry)),
        objects=[
            (name, each.get("description"), [*_fields(each)])
            for name, each in made["components"]["schemas"].items()
        ],
        address=settings.address,
    )


def _addresses(paths: Mapping[str, Schema], entry: Entry | None) -> Iterator[Address]:
    for path, operations in paths.items():
        for method, operation in operations.items():
            content = operation["responses"]["200"]["content"]
            names = [_type(media["schema"]) for media in content.values() if "schema" in media]
            body = operation.get("requestBody", {}).get("content", {})
            form = [row for each in body.values() for row in _fields(each["schema"])]
            yield Address(
                method=method.upper(),
                path=path,
                about=operation["summary"],
                parameters=(*map(_parameter, operation["parameters"]), *form),
                formats=tuple(content),
                object=names[0] if names else None,
                example=_example(path, operation["parameters"], entry),
            )


def _parameter(told: Schema) -> Row:
    about, schema = told["description"], told["schema"]
    if choices := schema.get("enum") or schema.get("items", {}).get("enum"):
        about += f" Any of {', '.join(choices)}." if "items" in schema else ""
        about += f" One of {', '.join(choices)}." if "items" not in schema else ""
    return Row(told["name"], about, not told.get("required"))


def _example(path: str, parameters: list[Schema], entry: Entry | None) -> str:
    """What is asked for."""
    day = entry.published if entry else None
    known = {"id": entry.id if entry else "ID", "form": "csv"}
    if day:
        known |= {"year": str(day.year), "month": f"{day.month:02}", "day": f"{day.day:02}"}
    for name, value in known.items():
        path = path.replace(f"{{{name}}}", value)
    asked = {"q": QUESTION} if any(each["name"] == "q" for each in parameters) else {}
    return path + (f"?{urlencode(asked)}" if asked else "")


def _fields(schema: Schema) -> Iterator[Row]:
    """What an object holds."""
    required = schema.get("required", ())
    for name, each in schema.get("properties", {}).items():
        about = f"{_type(each)}. {each.get('description', '')}".strip()
        yield Row(name, about, name not in required)


def _type(schema: Schema) -> str:
    """What a value is, in words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if "allOf" in schema:
        return " with ".join(map(_type, schema["allOf"]))
    kind: Any = schema.get("type", "any value")
    kinds = [each for each in ([kind] if isinstance(kind, str) else kind) if each != "null"]
    said = " or ".join(kinds)
    if "items" in schema and schema["items"] != {"type": "object"}:
        said = f"list of {_type(schema['items'])}"
    if "format" in schema:
        said = str(schema["format"])
    return said + (" or null" if "null" in kind and isinstance(kind, list) else "")
