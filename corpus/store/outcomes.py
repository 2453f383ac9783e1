"""What cleaning made of a page, in the words of `fetches.cleaned`."""

ARTICLE = "article"  # the page holds one; every other outcome is the reason why it holds none
SUPERSEDED = "replaced by a newer page of the same address"
LATER_PAGE = "a later page of an article"
VERSION = "another version of an article"
JOINED = (LATER_PAGE, VERSION)  # how the reasons begin why a page's text is in another's article


def claimant(reason: str) -> str | None:
    """The page whose article one was joined to for this reason; None for any other reason."""
    last = reason.rpartition(" ")[2]  # "(URL)", or "URL)" behind the number of a page
    return last.removeprefix("(").removesuffix(")") if reason.startswith(JOINED) else None
