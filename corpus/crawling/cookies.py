"""The cookies that redirects set on the way to one page: a site may show none without.

They are sent on that way alone, to the site that set them, and kept nowhere.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_PAIR = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([\x21-\x3a\x3c-\x7e]*)", re.ASCII)
_MOST = 20  # of one site
_LONGEST = 1_000  # characters of one


@dataclass(slots=True)
class Cookies:
    """Of one site; as a text what a request says."""

    site: str = ""
    _values: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._values.items())

    def take(self, site: str, said: Iterable[str]) -> None:
        """Keep what the Set-Cookie headers of an answer of `site` say."""
        self.site = site
        for header in said:
            pair = _PAIR.fullmatch(header.partition(";")[0].strip())
            if pair and len(pair[0]) <= _LONGEST and len(self._values) < _MOST:
                self._values[pair[1]] = pair[2]

    def leave_for(self, site: str) -> None:
        """Forget all where the way leads to another site."""
        if site != self.site:
            self._values.clear()

    def beside(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        """The headers of a request with these cookies; one that people set comes first."""
        if not self._values:
            return headers
        return {**headers, "Cookie": "; ".join(filter(None, (headers.get("Cookie"), str(self))))}
