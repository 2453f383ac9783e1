"""What a site's template takes out of its articles: `python benchmarks/template.py [DIR] [--show
N]`.

It reads the made-up sites of the tests, where every page's text is known. DIR is a folder of one
real site's pages: there, paragraphs that recur are counted beside all others; --show prints some of
the articles that the template changes, to be judged by eye. Exits with 1 when a page of a made-up
site is not read word for word. """

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.cleaning.site.template import TemplateLearner, Templates
from corpus.errors import PageRefused
from corpus.files.read import read_pages
from corpus.files.source_file import Refused
from tests.recurring_site import SITES, make_site

PAGES = 3  # a paragraph in as many articles recurs
Texts = dict[str, tuple[str, ...]]  # paragraphs by address


def learn(pages: Iterable[Page]) -> Templates:
    learner = TemplateLearner()
    for page in pages:
        try:
            learner.add(page)
        except PageRefused as refusal:
            print(f"refused: {page.url}: {refusal}")
    return learner.templates()


def read(pages: Iterable[Page], templates: Templates) -> Texts:
    found: Texts = {}
    for page in pages:
        try:
            found[page.url or ""] = clean(page, template=templates.of(page.url)).paragraphs
        except PageRefused:
            found[page.url or ""] = ()
    return found


def words(paragraphs: Iterable[str]) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(paragraphs).lower()))


def judge_known(name: str) -> bool:
    """Print the furniture left in and the text lost on a made-up site; whether the template leaves
    and loses none."""
    site = make_site(SITES[name])
    pages = [page for page, _ in site]
    print(f"{name}: {len(pages)} pages")
    exact = 0
    for label, templates in (("without", Templates()), ("with", learn(pages))):
        found = read(pages, templates)
        left = sum(
            (words(found[page.url or ""]) - words(story.paragraphs)).total() for page, story in site
        )
        lost = sum(
            (words(story.paragraphs) - words(found[page.url or ""])).total() for page, story in site
        )
        exact = sum(found[page.url or ""] == story.paragraphs for page, story in site)
        print(
            f"  {label:8}{left:7,} words of furniture left, {lost:5,} words of text lost, "
            f"{exact} pages exact"
        )
    return exact == len(pages)


def judge_real(folder: Path, show: int) -> None:
    pages = [
        page
        for page in read_pages([folder], base_url="https://site.invalid/")
        if not isinstance(page, Refused)
    ]
    began = time.process_time()
    templates = learn(pages)
    learning = time.process_time() - began
    began = time.process_time()
    before = read(pages, Templates())
    reading = time.process_time() - began
    after = read(pages, templates)
    counts = Counter(paragraph for text in before.values() for paragraph in set(text))
    print(
        f"{folder.name}: {len(pages):,} pages, "
        f"{sum(bool(text) for text in before.values()):,} articles"
    )
    for label, texts in (("without", before), ("with", after)):
        recurring = [text for found in texts.values() for text in found if counts[text] >= PAGES]
        print(
            f"  {label:8}{len(recurring):6,} paragraphs that recur, "
            f"{words(recurring).total():7,} words"
        )
    changed = [url for url in before if before[url] != after[url]]
    gone = [
        text
        for url in changed
        for text in before[url]
        if text not in after[url] and counts[text] < PAGES
    ]
    come = [text for url in changed for text in after[url] if text not in before[url]]
    print(
        f"  {len(changed)} articles changed, "
        f"{sum(not after[url] for url in changed)} of them no articles any more"
    )
    print(
        f"  {words(gone).total():,} words gone in paragraphs that do not recur, "
        f"{words(come).total():,} words come"
    )
    print(
        f"  {learning / len(pages) * 1000:.2f} ms a page to learn, "
        f"{reading / len(pages) * 1000:.2f} ms to read"
    )
    for url in Random(1).sample(changed, min(show, len(changed))):
        print(f"  {url}")
        for sign, one, other in (("-", before[url], after[url]), ("+", after[url], before[url])):
            for text in (text for text in one if text not in other):
                print(f"    {sign} {text[:100]}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dir", type=Path, nargs="?")
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="print N of the articles that change"
    )
    options = parser.parse_args(arguments)
    exact = [judge_known(name) for name in SITES]
    if options.dir:
        judge_real(options.dir, options.show)
    return 0 if all(exact) else 1


if __name__ == "__main__":
    sys.exit(main())
