"""Settings: one table of names, defaults and help, and what may be written for each."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from corpus.cleaning.site.rules import SiteRule
    from corpus.crawling.credentials import Credentials
    from corpus.crawling.scope import Chosen
    from corpus.page.parameters import Parameters
    from index import Codec

PREFIX = "BACKFILE_"

# from which on an answer is slow: a reader waits by then, and a common one takes a hundredth of it
SLOW_SECONDS = 0.5

STANDARD_ERROR = Path("-")

LogLevel = Literal["quiet", "info", "debug"]
Reader = Callable[[object], object]


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.strip().isprintable():
        raise ValueError("some text on one line")
    return value.strip()


def _path(value: object) -> Path:
    return value if isinstance(value, Path) else Path(_text(value)).expanduser()


def _whole(low: int, high: int) -> Reader:
    def read(value: object) -> int:
        number = int(value) if isinstance(value, str) else value
        if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
            raise ValueError
        return number

    return _said(read, f"a whole number from {low} to {high}")


def _one_of(*names: str) -> Reader:
    def read(value: object) -> str:
        if value not in names:
            raise ValueError
        return str(value)

    return _said(read, " or ".join((", ".join(names[:-1]), names[-1])))


def _yes_or_no(value: object) -> bool:
    given = value.strip().lower() if isinstance(value, str) else value
    if given in (True, "true", "yes", "1"):
        return True
    if given in (False, "false", "no", "0"):
        return False
    raise ValueError("true or false")


def _seconds(low: float, high: float) -> Reader:
    def read(value: object) -> float:
        number = float(value) if isinstance(value, str) else value
        if (
            isinstance(number, bool)
            or not isinstance(number, int | float)
            or not low <= number <= high
        ):
            raise ValueError
        return float(number)

    return _said(read, f"a number of seconds from {low:g} to {high:g}")


def _address() -> Reader:
    def read(value: object) -> str | None:
        if value in (None, ""):
            return None
        parts = urlsplit(_text(value))
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.path.strip("/")
            or parts.query
        ):
            raise ValueError
        return f"{parts.scheme}://{parts.netloc}"

    return _said(read, "an address without a path, such as https://archive.example.org")


def _optional(value: object) -> str | None:
    return None if value in (None, "") else _text(value)


def is_mail(text: str) -> bool:
    """Whether a text is an address of mail."""
    return re.fullmatch(r"[^\s@<>,;:?&#]+@[^\s@<>,;:?&#/]+", text) is not None


def _is_page(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _text_or_page(value: object) -> str | None:
    """Some text; what begins as the address of a page has to be one."""
    told = _optional(value)
    if told and re.match(r"https?:", told, re.IGNORECASE) and not _is_page(told):
        raise ValueError
    return told


def _mail_or_page(value: object) -> str | None:
    told = _optional(value)
    if told and not (is_mail(told) or _is_page(told)):
        raise ValueError
    return told


_HOUSE = "some text on one line, or an address such as https://paper.example/about"
_EDITORS = "an address of mail, or of a page such as https://paper.example/corrections"


@dataclass(frozen=True, slots=True)
class Secret:
    """What is known to this process and shown to nobody."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return "set"


def _secret(value: object) -> Secret | None:
    return Secret(told) if (told := _optional(value)) else None


def _header(value: object) -> str | None:
    told = _optional(value)
    if told and not (told.isascii() and told.isalnum()):
        raise ValueError("a name of letters alone, such as Staffname: X_Y would pass for X-Y")
    return told


def _networks(value: object) -> str | None:
    if (told := _optional(value)) is None:
        return None
    try:
        for part in told.split(","):
            ip_network(part.strip())
    except ValueError:
        raise ValueError("addresses or networks parted by commas, such as 127.0.0.1") from None
    return told


def _said(read: Reader, wanted: str) -> Reader:
    """`read`, complaining in words for people."""

    def reader(value: object) -> object:
        try:
            return read(value)
        except ValueError:
            raise ValueError(wanted) from None

    return reader


def _about(help_: str, read: Reader, *, is_secret: bool = False) -> dict[str, Any]:
    return {"help": help_, "read": read, "is_secret": is_secret}


@dataclass(frozen=True, slots=True)
class Settings:
    """The table: a line is a setting's name, kind, default and help."""

    data: Path = field(
        default=Path("backfile-data"),
        metadata=_about("The folder that holds the corpus and the index.", _path),
    )
    host: str = field(
        default="127.0.0.1",
        metadata=_about("The address the server listens on; 0.0.0.0 is every network.", _text),
    )
    port: int = field(
        default=8000,
        metadata=_about("The port the server listens on.", _whole(0, 65535)),
    )
    workers: int = field(
        default=1,
        metadata=_about("Server processes.", _whole(1, 64)),
    )
    threads: int = field(
        default=4,
        metadata=_about("Requests one server process has in hand at a time.", _whole(1, 256)),
    )
    delay: float = field(
        default=1.0,
        metadata=_about(
            "Seconds between two requests of the crawler to one site.", _seconds(0, 3600)
        ),
    )
    user_agent: str = field(
        default="Backfile/0.1",
        metadata=_about("The name the crawler gives itself; add an address to reach you.", _text),
    )
    page_size: int = field(
        default=10,
        metadata=_about("Editorials on a page of results.", _whole(1, 100)),
    )
    site_name: str = field(
        default="Backfile",
        metadata=_about("The newspaper's name: on every page and in citations.", _text),
    )
    base_url: str | None = field(
        default=None,
        metadata=_about("The public address, for feeds and citations.", _address()),
    )
    about: str | None = field(
        default=None,
        metadata=_about("What this archive is: text, or a page.", _said(_text_or_page, _HOUSE)),
    )
    rights: str | None = field(
        default=None,
        metadata=_about("Who may use what of it: text, or a page.", _said(_text_or_page, _HOUSE)),
    )
    contact: str | None = field(
        default=None,
        metadata=_about(
            "Whom to ask about it: text, an address of mail, or a page.",
            _said(_text_or_page, _HOUSE),
        ),
    )
    corrections: str | None = field(
        default=None,
        metadata=_about(
            "Where readers report what is wrong with an article: an address of mail, or a page.",
            _said(_mail_or_page, _EDITORS),
        ),
    )
    keep_generations: int = field(
        default=3,
        metadata=_about("Generations of the index to keep for a rollback.", _whole(1, 100)),
    )
    codec: "Codec" = field(
        default="arrays",
        metadata=_about(
            "How the index is kept: arrays, or w3, Whoosh's own; a change needs a rebuild.",
            _one_of("arrays", "w3"),
        ),
    )
    memory_mb: int = field(
        default=400,
        metadata=_about(
            "About what indexing and cleaning may take of memory, in MB.", _whole(250, 100_000)
        ),
    )
    log_level: LogLevel = field(
        default="quiet",
        metadata=_about(
            "What is logged to standard error: quiet, info (as -v) or debug (as -vv).",
            _one_of("quiet", "info", "debug"),
        ),
    )
    log_json: bool = field(
        default=False,
        metadata=_about("Log a JSON object a line, for programs.", _yes_or_no),
    )
    log_queries: bool = field(
        default=False,
        metadata=_about("Let the log hold what was searched for.", _yes_or_no),
    )
    log_slow: float = field(
        default=SLOW_SECONDS,
        metadata=_about("Seconds after which an answer is logged as slow.", _seconds(0, 3600)),
    )
    access_log: Path | None = field(
        default=None,
        metadata=_about(
            "A file to which each request is noted, a JSON object a line; - is standard error.",
            lambda value: None if value in (None, "") else _path(value),
        ),
    )
    staff_open: bool = field(
        default=False,
        metadata=_about("Let everybody see the pages for staff.", _yes_or_no),
    )
    staff_password: Secret | None = field(
        default=None,
        metadata=_about(
            "What opens the pages for staff; in the environment only.", _secret, is_secret=True
        ),
    )
    staff_header: str | None = field(
        default=None,
        metadata=_about("The header by which a proxy names who may see them.", _header),
    )
    proxies: str | None = field(
        default=None,
        metadata=_about("The addresses of proxies whose headers are believed.", _networks),
    )
    client_header: str = field(
        default="X-Forwarded-For",
        metadata=_about("The header by which they tell the address of a reader.", _text),
    )
    limit: float = field(
        default=20.0,
        metadata=_about(
            "Seconds of work that one address may cause in a minute; 0 is no limit.",
            _seconds(0, 60),
        ),
    )
    # by host, from the tables [site."..."] of the file
    rules: Mapping[str, "SiteRule"] = field(default_factory=dict)
    parameters: Mapping[str, "Parameters"] = field(default_factory=dict)
    credentials: Mapping[str, "Credentials"] = field(default_factory=dict)
    chosen: Mapping[str, "Chosen"] = field(default_factory=dict)
    # name -> where its value came from
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def address(self) -> str:
        """Scheme and host of the pages: the public ones, else where the server listens."""
        every = self.host in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
        host = "127.0.0.1" if every else self.host
        return self.base_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def is_private(self) -> bool:
        """Whether only people of this machine are answered: it listens to nobody else, and nothing
        is set by which others would come or be kept out."""
        others = (self.base_url, self.proxies, self.staff_header, self.staff_password)
        return not any(others) and (
            self.host in ("localhost", "::1") or self.host.startswith("127.")
        )

    @property
    def has_open_door(self) -> bool:
        """Whether whoever comes may see the pages for staff."""
        return self.staff_open or self.is_private

    @property
    def has_door(self) -> bool:
        """Whether anybody may."""
        by_proxy = self.staff_header and self.proxies
        return self.has_open_door or bool(self.staff_password or by_proxy)

    @property
    def corpus(self) -> Path:
        """The corpus file."""
        return self.data / "corpus.db"

    @property
    def synonyms(self) -> Path:
        """The file of synonyms; there need not be one."""
        return self.data / "synonyms.txt"

    @property
    def index(self) -> Path:
        """The index folder."""
        return self.data / "index"


@dataclass(frozen=True, slots=True)
class SettingInfo:
    """A row of the table, for `backfile config`, the flags of commands and the documentation."""

    name: str
    default: object
    help: str
    read: Reader  # raises ValueError, its text what was wanted
    is_secret: bool  # never in a file, a flag or an answer

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name.upper()

    @property
    def flag(self) -> str:
        """Its name on the command line."""
        return "--" + self.name.replace("_", "-")


SETTINGS: tuple[SettingInfo, ...] = tuple(
    SettingInfo(row.name, row.default, **row.metadata)
    for row in fields(Settings)
    if row.metadata
)
