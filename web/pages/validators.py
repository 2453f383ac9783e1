"""Whether what a browser holds is still what a page would say: told by a tag, without the work.

Everything a page says comes of the corpus, the index, the file of synonyms, the settings, this
program, and whether who asks is staff: a tag stands for all of them, and for the address. It is
made before the answer, so that what changes meanwhile makes the next one another.
"""

from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from flask import Flask, Request, Response

from corpus.errors import BackfileError
from corpus.stamp import stamp_of
from web.base.config import SETTINGS, Settings
from web.pages.answered import kept, this_request
from web.pages.door import is_open
from web.pages.shelf import the_searcher, the_store

# they say how long ago something was, or how things are at this moment
_OF_THE_MOMENT = frozenset({"home", "status", "status_json", "healthz", "metrics"})
# what nobody may keep without asking, for an article may be taken down in a minute
_ASK_FIRST = "no-cache"
CODE = ("corpus", "index", "search", "web")


def init_app(app: Flask) -> None:
    """Answer what has not changed by 304, and tag what is sent."""
    program = _digest_of(app, app.extensions["shelf"].settings)

    @app.before_request
    def spare() -> Response | None:
        asked = this_request()
        if asked.method not in ("GET", "HEAD") or asked.endpoint in (None, "static"):
            return None
        if asked.endpoint in _OF_THE_MOMENT:
            return None
        with suppress(BackfileError):  # said by the page itself, which is then not tagged
            kept().tag = made = _tag(program, asked)
            if "If-None-Match" not in asked.headers:
                return None
            known = asked.if_none_match
            if known.contains_weak(made) and not known.star_tag:  # a page that there may not be
                return Response(status=304)
        return None

    @app.after_request
    def tag(response: Response) -> Response:
        made = kept().get("tag")
        if made is not None and response.status_code in (200, 304):
            response.set_etag(made, weak=True)  # the same words, whether packed or not
        response.headers.setdefault("Cache-Control", _ASK_FIRST)
        return response


def _tag(program: str, asked: Request) -> str:
    shown = "all" if is_open() else "no links for staff"
    parts = (program, the_store().state(), the_searcher().state(), shown, asked.full_path)
    return blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def _digest_of(app: Flask, settings: Settings) -> str:
    """What tells this program and its settings from others, in each process that runs it."""
    values = [str(getattr(settings, row.name)) for row in SETTINGS]
    code = [
        (str(path), stamp_of(path))
        for folder in CODE
        for path in sorted(Path(app.root_path).with_name(folder).rglob("*"))
        if path.suffix in (".py", ".so", ".html", ".xml")
    ]
    return blake2b(repr((values, code)).encode(), digest_size=12).hexdigest()
