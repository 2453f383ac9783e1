"""A real weekly's pages of two years, where the development data is: taken in and indexed."""

import os
import tarfile
from pathlib import Path

from tests.shell import backfile

PAGES = Path(os.environ.get("BACKFILE_DATASETS", "nowhere")) / "opinion-site-2001-2002.tar.gz"
ADDRESS = "https://weekly.invalid/"


def take_in(folder: Path) -> None:
    """Fill the data folder."""
    pages = folder / "pages"
    with tarfile.open(PAGES) as packed:
        packed.extractall(pages, filter="data")
    assert backfile(folder, "import", pages, "--base-url", ADDRESS) == 1  # some are no articles
    assert backfile(folder, "index") == 0
