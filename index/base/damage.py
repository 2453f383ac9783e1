"""The error for what is not as it was written, and the command that mends it."""

from corpus.errors import IndexDamaged

REBUILD = "backfile index --rebuild"


def damaged(what: str) -> IndexDamaged:
    """The error to raise for what is not as it was written."""
    return IndexDamaged(
        f"the index is damaged ({what}); the articles are safe in the corpus", mend=REBUILD
    )
