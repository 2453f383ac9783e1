"""The app: all pages over one data folder."""

from pathlib import Path
from typing import TYPE_CHECKING

from web.base.config import Settings

if TYPE_CHECKING:
    from flask import Flask


def create_app(settings: Settings, shared: Path | None = None) -> "Flask":
    """The site over one data folder.

    The index and the corpus are opened at the first request that needs them. `shared` is the folder
    in which the workers of one server keep what they count together.
    """
    from flask import Flask

    from web.pages import (
        access,
        answers,
        api,
        archive,
        bodies,
        browse,
        door,
        draft,
        errors,
        exports,
        house,
        limits,
        metrics,
        packing,
        periods,
        presentation,
        reference,
        search,
        shelf,
        templating,
        validators,
    )

    app = Flask("web")
    app.jinja_environment = templating.Templates
    app.config.update(MAX_CONTENT_LENGTH=draft.MAX_BYTES, MAX_FORM_MEMORY_SIZE=draft.MAX_BYTES)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # fields come in reading order
    app.extensions["shelf"] = shelf.Shelf(settings)
    app.url_map.strict_slashes = False
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]  # none is asynchronous
    # what comes first has the last look at an answer
    for before in (packing, metrics):
        before.init_app(app)
    limits.init_app(app, shared)
    for part in (door, shelf, presentation, errors, bodies, answers, validators):
        part.init_app(app)
    for routes in (search, exports, archive, browse, periods, draft, api, reference, house):
        routes.init_app(app)
    app.wsgi_app = access.noted(app.wsgi_app, settings)  # type: ignore[assignment, method-assign]
    return app
