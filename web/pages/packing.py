"""Answers sent packed to whoever reads that: a page of results takes a third of the bytes.

No page holds a secret beside what its address asks for, which packing could give away.
"""

from http import HTTPStatus

from flask import Flask, Response, request
from flask_compress import Compress

# text, but events of a feed and the like are none of ours
_KINDS = [
    "text/html",
    "text/css",
    "text/csv",
    "text/javascript",
    "text/plain",
    "application/atom+xml",
    "application/json",
    "application/opensearchdescription+xml",
    "application/vnd.citationstyles.csl+json",
    "application/x-bibtex",
    "application/x-ndjson",
    "application/x-research-info-systems",
    "application/x-suggestions+json",
    "application/xml",
    "image/svg+xml",
]
_CODINGS = ["zstd", "br", "gzip"]  # what takes the least time first
_LEAST = 500  # bytes: fewer fit one packet either way


def init_app(app: Flask) -> None:
    """Pack what is text, streams too, a part as soon as it is full."""
    app.config.update(
        COMPRESS_MIMETYPES=_KINDS,
        COMPRESS_MIN_SIZE=_LEAST,
        COMPRESS_ALGORITHM=_CODINGS,
        COMPRESS_ALGORITHM_STREAMING=_CODINGS,
    )
    Compress(app)

    @app.after_request
    def take_in(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == HTTPStatus.OK:
            response.direct_passthrough = False
            response.get_data()  # a few kB: packed as a stream, nobody would close the file
        return response
