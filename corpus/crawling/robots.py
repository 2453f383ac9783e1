"""What a site asks of crawlers: RFC 9309, read by protego."""

from dataclasses import dataclass
from typing import Self

from protego import Protego

from corpus.outcome import Code, Outcome

USER_AGENT = "Backfile/0.1"
TOKEN = "Backfile"           # noqa: S105  the name a robots.txt calls us by
MAX_ROBOTS = 512 * 1024      # bytes that are read; the rest is ignored, as the RFC allows
# seconds; a site that asks for more asks for no crawl it would ever notice
MAX_CRAWL_DELAY = 60.0

FORBIDDEN = Outcome(Code.FORBIDDEN)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site; without a robots.txt everything is allowed."""

    rules: Protego | None = None

    @classmethod
    def parse(cls, body: str | None) -> Self:
        """The rules in the text of a robots.txt; None stands for a site without one."""
        return cls(Protego.parse(body.removeprefix("\ufeff")) if body else None)

    def refusal(self, url: str) -> str | None:
        """Why `url` is not fetched, or None when it may be."""
        if self.rules is None or self.rules.can_fetch(url, TOKEN):
            return None
        return str(FORBIDDEN)

    def delay(self, wished: float) -> float:
        """Seconds between two requests: as `wished`, or longer when the site asks for it."""
        asked = self.rules.crawl_delay(TOKEN) if self.rules else None
        return max(wished, min(asked or 0.0, MAX_CRAWL_DELAY))

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of its Sitemap lines, as written."""
        return tuple(self.rules.sitemaps) if self.rules else ()
