"""Two faces of one search: pages for a browser, and a command for a terminal.

`import web` loads no Flask: the command line answers without it.
"""

from typing import TYPE_CHECKING

from web.base.config import Settings

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["create_app"]


def create_app(settings: Settings) -> "Flask":
    """The site over one data folder. The index and the corpus are opened at the first request that needs them."""
    from flask import Flask

    from web.pages import api, archive, bodies, draft, errors, presentation, shelf
    from web.pages import search as views

    app = Flask("web")
    app.config.update(MAX_CONTENT_LENGTH=draft.MAX_BYTES, MAX_FORM_MEMORY_SIZE=draft.MAX_BYTES)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # fields come in reading order
    app.extensions["shelf"] = shelf.Shelf(settings)
    app.url_map.strict_slashes = False
    for part in (shelf, presentation, errors, bodies, views, archive, draft, api):
        part.init_app(app)
    return app
