"""What a record of the log tells besides its line."""


def event(name: str, /, **fields: object) -> dict[str, object]:
    """The `extra` of a record: the event's `name`, which stays the same for ever, and its fields.

    A field is a text, a number, True or False, a list of texts, or None for what is not known.
    Every name is in the table of docs/administration.md.
    """
    return {"event": name, "fields": fields}
