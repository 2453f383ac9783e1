"""The pictures of docs/looks.md: pages of the demo's newspaper, as a browser shows them.

`python -m tests.pictures FOLDER` makes them.
"""

import sys
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from struct import pack
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np

from corpus.sample import editorials
from tests.browser import follow, launched, served
from tests.shell import copy_of_demo
from web.base.config import Settings
from web.commands.demo import NAME

if TYPE_CHECKING:
    from playwright.sync_api import Page

DESK = {"viewport": {"width": 1200, "height": 900}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"}
DARK = {**DESK, "color_scheme": "dark"}
PAPER = {"viewport": {"width": 794, "height": 900}, "color_scheme": "light"}
COLOURS = 256
SIGNATURE = b"\x89PNG\r\n\x1a\n"
PALETTE = 3  # how PNG calls it

PIXELS = """async (source) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let text = "";
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return [image.width, image.height, btoa(text)];
}"""


def _first_hit(page: "Page") -> None:
    follow(page, ".card h3 a >> nth=0")
    page.wait_for_selector(".editorial")


def _compare(page: "Page") -> None:
    draft = editorials()[9].paragraphs[1:3]
    page.fill("#text", "Nobody has counted them since.\n\n" + "\n\n".join(draft))
    follow(page, "main button")
    page.wait_for_selector("#answer")


def _print(page: "Page") -> None:
    _first_hit(page)
    page.emulate_media(media="print")


def _stay(page: "Page") -> None:
    """As the page comes."""


# name: the window, the address, and what is done there
PICTURES: dict[str, tuple[dict[str, Any], str, Callable[["Page"], None]]] = {
    "home": (DESK, "/", _stay),
    "results": (DESK, "/search?q=water", _stay),
    "article": (DESK, "/search?q=river", _first_hit),
    "browse-dark": (DARK, "/browse", _stay),
    "results-phone": (PHONE, "/search?q=" + quote("پل"), _stay),
    "draft": (DESK, "/draft", _compare),
    "nothing": (PHONE, "/search?q=river+date:1950", _stay),
    "print": (PAPER, "/search?q=river", _print),
}


def make_pictures(folder: Path) -> None:
    """Make them all; the demo is crawled for it, from this machine itself."""
    with TemporaryDirectory() as home, launched() as browser:
        data = copy_of_demo(Path(home) / "data")
        with served(Settings(data=data, site_name=NAME)) as site:
            blank = browser.new_page()
            for name, (options, path, act) in PICTURES.items():
                context = browser.new_context(**options)
                page = context.new_page()
                page.goto(site + path)
                act(page)
                shot = "data:image/png;base64," + b64encode(page.screenshot()).decode()
                width, height, pixels = blank.evaluate(PIXELS, shot)
                made = np.frombuffer(b64decode(pixels), np.uint8).reshape(height, width, 4)
                (folder / f"{name}.png").write_bytes(palette_png(made[:, :, :3]))
                context.close()


def palette_png(pixels: np.ndarray[Any, np.dtype[np.uint8]]) -> bytes:
    """An image of at most 256 colours: those that are there most, and for the others the nearest."""
    height, width, _ = pixels.shape
    keys = (pixels.astype(np.int32) @ (1 << 16, 1 << 8, 1)).ravel()
    known, index, counts = np.unique(keys, return_inverse=True, return_counts=True)
    kept = known[np.argsort(-counts)[:COLOURS]]
    parts, chosen = ((some[:, None] >> (16, 8, 0)) & 255 for some in (known, kept))
    nearest = np.array([((part - chosen) ** 2).sum(axis=1).argmin() for part in parts])
    rows = nearest[index].reshape(height, width).astype(np.uint8)
    lines = np.hstack([np.zeros((height, 1), np.uint8), rows])
    chunks = {
        b"IHDR": pack(">IIBBBBB", width, height, 8, PALETTE, 0, 0, 0),
        b"PLTE": chosen.astype(np.uint8).tobytes(),
        b"IDAT": zlib.compress(lines.tobytes(), 9),
        b"IEND": b"",
    }
    return SIGNATURE + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks.items()
    )


if __name__ == "__main__":
    make_pictures(Path(sys.argv[1]))
