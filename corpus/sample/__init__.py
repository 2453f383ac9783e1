"""An invented newspaper to try Backfile on: its editorials, and the web site that publishes them in
three guises."""

from corpus.sample.editorial import Editorial, Guise, editorials
from corpus.sample.press import Reply, answer
from corpus.sample.server import serve

__all__ = ["Editorial", "Guise", "Reply", "answer", "editorials", "serve"]
