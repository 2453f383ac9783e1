"""Sources of settings: four places a value may come from, and where each one did.

Defaults, then `backfile.toml`, then BACKFILE_* in the environment, then flags: the later wins. The
file is the one in the current folder, or else the one in the data folder. Nothing below `web` reads
files of settings or the environment.
"""

import os
import stat
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from corpus.errors import BackfileError
from web.base.config import PREFIX, SETTINGS, Settings

FILE = "backfile.toml"
SITES_TABLE = "site"  # the tables of what is said of sites: in the file only
# variables that are not settings: where the tests' and benchmarks' data is
NOT_SETTINGS = frozenset({"BACKFILE_DATASETS"})

Layer = dict[str, tuple[object, str]]  # name -> value as written, and where
_BY_NAME = {info.name: info for info in SETTINGS}


def load_settings(
    flags: Mapping[str, object],
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings in force, each with its source.

    A flag that is None was not given. `environ` and `folder` stand in for the process's environment
    and current folder. Raises BackfileError for the first bad value.
    """
    given: dict[str, object] = {}
    sources = {info.name: "default" for info in SETTINGS}
    environ = os.environ if environ is None else environ
    above = [_from_environment(environ), _from_flags(flags)]
    from_file = _from_file(folder or Path(), above)
    said = _of_sites(*from_file.pop(SITES_TABLE, ({}, FILE)))
    for layer in [from_file, *above]:
        for name, (value, source) in layer.items():
            given[name] = _read(name, value, source)
            sources[name] = source
    settings = Settings(**given, **said, sources=sources)  # type: ignore[arg-type]
    _refuse_file(settings.data, sources["data"])
    return settings


def _refuse_file(data: Path, source: str) -> None:
    """Raise BackfileError for a data folder that is a file, or would lie in one."""
    for place in (data, *data.parents):
        try:
            is_folder = stat.S_ISDIR(place.stat().st_mode)
        except OSError:
            continue  # not there yet, or not to be seen
        if not is_folder:
            raise BackfileError(
                f"{place} is a file, and the data goes to a folder (from {source}); nothing was "
                "changed",
                mend="--data, BACKFILE_DATA or data in backfile.toml with the name of a folder",
            )
        return


def _from_flags(flags: Mapping[str, object]) -> Layer:
    return {
        name: (value, _BY_NAME[name].flag) for name, value in flags.items() if value is not None
    }


def _from_environment(environ: Mapping[str, str]) -> Layer:
    layer: Layer = {}
    for variable, value in environ.items():
        if not variable.startswith(PREFIX) or variable in NOT_SETTINGS:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in _BY_NAME:
            known = [info.variable for info in SETTINGS]
            raise _unknown(variable, "the environment", known, f"unset {variable}")
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
        values = tomllib.loads(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise BackfileError(f"{path} is not sound TOML: {error}", mend=f"correct {path}") from error
    except RecursionError:
        raise BackfileError(f"{path} is nested too deeply", mend=f"correct {path}") from None
    except UnicodeDecodeError:
        raise BackfileError(f"{path} is not text in UTF-8", mend=f"save {path} as UTF-8") from None
    except OSError as error:
        raise BackfileError(
            f"{path} cannot be read: {error.strerror or error}",
            mend=f"give who runs this access to {path}",
        ) from error
    for name in values:
        if name not in _BY_NAME and name != SITES_TABLE:
            raise _unknown(name, str(path), [*_BY_NAME, SITES_TABLE], f"take {name} out of {path}")
        if name in _BY_NAME and _BY_NAME[name].is_secret:
            raise BackfileError(
                f"{path} holds {name}, and many may read a file: it belongs in the environment",
                mend=f"set {_BY_NAME[name].variable}, and take {name} out of {path}",
            )
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


def _of_sites(tables: object, source: str) -> dict[str, Any]:
    """What the file says of sites: each field of the settings that is a table by host."""
    if not tables:
        return {}  # without a parser of HTML, which most commands do not need
    from corpus.cleaning.site import rule_tables
    from corpus.cleaning.site.rules import SiteRule
    from corpus.crawling import credentials, scope
    from corpus.page import parameters
    from corpus.page.site_tables import read_tables

    kinds: dict[str, tuple[type, Mapping[str, Any]]] = {
        "rules": (SiteRule, rule_tables.READERS),
        "parameters": (parameters.Parameters, parameters.READERS),
        "credentials": (credentials.Credentials, credentials.READERS),
        "chosen": (scope.Chosen, scope.READERS),
    }
    readers = {key: read for _, known in kinds.values() for key, read in known.items()}
    try:
        said = read_tables(tables, readers)
    except ValueError as error:
        raise BackfileError(f"{error} (from {source})", mend=f"correct {source}") from None
    return {
        name: {
            host: kind(**{key: value for key, value in table.items() if key in known})
            for host, table in said.items()
            if table.keys() & known.keys()
        }
        for name, (kind, known) in kinds.items()
    }


def _unknown(name: str, place: str, known: list[str], mend: str) -> BackfileError:
    near = get_close_matches(name, known, 1)
    meant = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(known)}"
    return BackfileError(f"{place} sets {name}, which is not a setting{meant}", mend=mend)
