"""Settings: one table, four places a value may come from, and where each one did.

Defaults, then `backfile.toml`, then BACKFILE_* in the environment, then flags: the later wins. The
file is the one in the current folder, or else the one in the data folder. Nothing below `web` reads
files of settings or the environment. """

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from corpus.errors import BackfileError

if TYPE_CHECKING:
    from corpus.cleaning.site.rules import SiteRule

FILE = "backfile.toml"
PREFIX = "BACKFILE_"
RULES = "site"  # the tables of the sites' own rules: in the file only
# where the developers' data is: the tests' and benchmarks', no setting
FOREIGN = frozenset({"BACKFILE_DATASETS"})
# bodies of requests that a worker reads at one time, each in a thread besides those that answer
READERS = 8

Codec = Literal["arrays", "w3"]
Reader = Callable[[object], object]


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.strip().isprintable():
        raise ValueError("some text on one line")
    return value.strip()


def _folder(value: object) -> Path:
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

    return _said(read, " or ".join(names))


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


def _said(read: Reader, wanted: str) -> Reader:
    """`read`, complaining in words for people."""

    def reader(value: object) -> object:
        try:
            return read(value)
        except ValueError:
            raise ValueError(wanted) from None

    return reader


def _about(help_: str, read: Reader) -> dict[str, Any]:
    return {"help": help_, "read": read}


@dataclass(frozen=True, slots=True)
class Settings:
    """The table: a line is a setting's name, kind, default and help."""

    data: Path = field(
        default=Path("backfile-data"),
        metadata=_about("The folder that holds the corpus and the index.", _folder),
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
        metadata=_about("Requests one server process answers at a time.", _whole(1, 256)),
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
    keep_generations: int = field(
        default=3,
        metadata=_about("Generations of the index to keep for a rollback.", _whole(1, 100)),
    )
    codec: Codec = field(
        default="arrays",
        metadata=_about(
            "How the index is kept: arrays, or w3, Whoosh's own; a change needs a rebuild.",
            _one_of("arrays", "w3"),
        ),
    )
    memory_mb: int = field(
        default=400,
        metadata=_about("About what indexing may take of memory, in MB.", _whole(250, 100_000)),
    )
    # by host, from the tables [site."..."] of the file
    rules: Mapping[str, "SiteRule"] = field(default_factory=dict)
    # name -> where its value came from
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def corpus(self) -> Path:
        """The corpus file."""
        return self.data / "corpus.db"

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

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name.upper()

    @property
    def flag(self) -> str:
        """Its name on the command line."""
        return "--" + self.name.replace("_", "-")


SETTINGS: tuple[SettingInfo, ...] = tuple(
    SettingInfo(row.name, row.default, row.metadata["help"], row.metadata["read"])
    for row in fields(Settings)
    if row.metadata
)
_BY_NAME = {info.name: info for info in SETTINGS}


def load_settings(
    flags: Mapping[str, object],
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings in force; a flag that is None was not given. Raises BackfileError for the first
    bad value.

    `environ` and `folder` stand in for the process's environment and current folder.
    """
    given: dict[str, object] = {}
    sources = {info.name: "default" for info in SETTINGS}
    environ = os.environ if environ is None else environ
    above = [_from_environment(environ), _from_flags(flags)]
    from_file = _from_file(folder or Path(), above)
    rules = _rules(*from_file.pop(RULES, ({}, FILE)))
    for layer in [from_file, *above]:
        for name, (value, source) in layer.items():
            given[name] = _read(name, value, source)
            sources[name] = source
    return Settings(**given, rules=rules, sources=sources)  # type: ignore[arg-type]


Layer = dict[str, tuple[object, str]]  # name -> value as written, and where


def _from_flags(flags: Mapping[str, object]) -> Layer:
    return {
        name: (value, _BY_NAME[name].flag) for name, value in flags.items() if value is not None
    }


def _from_environment(environ: Mapping[str, str]) -> Layer:
    layer: Layer = {}
    for variable, value in environ.items():
        if not variable.startswith(PREFIX) or variable in FOREIGN:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in _BY_NAME:
            raise _unknown(
                variable,
                "the environment",
                [info.variable for info in SETTINGS],
                f"unset {variable}",
            )
        layer[name] = (value, variable)
    return layer


def _from_file(folder: Path, above: list[Layer]) -> Layer:
    path = folder / FILE
    if path.is_file():
        return _parsed(path)
    data: object = Settings().data
    for layer in above:
        data = _read("data", *layer["data"]) if "data" in layer else data
    path = folder / str(data) / FILE
    if not path.is_file():
        return {}
    values = _parsed(path)
    if "data" in values:
        raise BackfileError(
            f"{path} lies in the data folder and cannot move it: take `data` out of it"
        )
    return values


def _parsed(path: Path) -> Layer:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BackfileError(f"{path} is not sound TOML: {error}", mend=f"correct {path}") from error
    except RecursionError:
        raise BackfileError(f"{path} is nested too deeply", mend=f"correct {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BackfileError(f"{path} cannot be read: {error}") from error
    for name in values:
        if name not in _BY_NAME and name != RULES:
            raise _unknown(name, str(path), [*_BY_NAME, RULES], f"take {name} out of {path}")
    return {name: (value, str(path)) for name, value in values.items()}


def _read(name: str, value: object, source: str) -> object:
    info = _BY_NAME[name]
    try:
        return info.read(value)
    except ValueError as error:
        mend = f"unset {source}" if source == info.variable else f"correct {name} in {source}"
        raise BackfileError(
            f"{name} must be {error}, not {value!r} (from {source})", mend=mend
        ) from None


def _rules(tables: object, source: str) -> dict[str, "SiteRule"]:
    if not tables:
        return {}  # without a parser of HTML, which most commands do not need
    from corpus.cleaning.site.rule_tables import read_rules

    try:
        return read_rules(tables)
    except ValueError as error:
        raise BackfileError(f"{error} (from {source})", mend=f"correct {source}") from None


def _unknown(name: str, place: str, known: list[str], mend: str) -> BackfileError:
    return BackfileError(
        f"{place} sets {name}, which is not a setting; there are {', '.join(known)}", mend=mend
    )
