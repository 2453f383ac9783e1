"""An invented newspaper to try Backfile on: its editorials, and its web site in three guises."""

from corpus.sample.editorial import Editorial, Guise, editorials
from corpus.sample.press import Response, answer
from corpus.sample.server import serve

__all__ = ["Editorial", "Guise", "Response", "answer", "editorials", "serve"]
