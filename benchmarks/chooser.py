"""Which code chooses passages here, and gathers how typed words stand: what was compiled in place,
or Python, which does the same and takes longer."""

import argparse
import sys
from pathlib import Path

from benchmarks.speed_engines import Unusable

ROOT = Path(__file__).resolve().parent.parent


def add_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--python-chooser", action="store_true", help="measure though no chooser is compiled here"
    )


def chooser_of(options: argparse.Namespace) -> str:
    """How that is done: "compiled", or "Python" where either is not. Raises Unusable for the latter
    unless it was asked for."""
    from search.arrays import passages, standing  # here, so that no peer's memory holds our code

    if passages.COMPILED and standing.COMPILED:
        return "compiled"
    if not options.python_chooser:
        mend = f"{sys.executable} -m pip install --editable {ROOT}"
        raise Unusable(
            f"no passage chooser is compiled here (`{mend}` does it; "
            "--python-chooser measures Python)"
        )
    return "Python"
