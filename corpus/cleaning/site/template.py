"""What the pages of a site teach of each of them: what is furniture, what the site is called, how
it writes days."""

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Self
from urllib.parse import urlsplit

from corpus.article import Page
from corpus.cleaning.body.content import Content, find_content
from corpus.cleaning.head.metadata import Metadata
from corpus.cleaning.site.recurring_blocks import LONG, Recurrence, is_running, numbered_lines
from corpus.cleaning.site.render_clock import ClockLearner, days_rendered
from corpus.cleaning.site.site_name import NameLearner
from corpus.page.dates import UNKNOWN_ORDER, Order, count_orders, prevailing_order
from corpus.page.lines import Blocks, Region
from corpus.page.parsed_page import parsed
from corpus.page.text import tidy
from corpus.wording.publisher import Paper


@dataclass(frozen=True, slots=True)
class Template:
    """What one site's pages teach. An empty one knows nothing, and a page is read as if it were the
    only one."""

    # those that are furniture, each as a number for its text and place
    lines: frozenset[int] = frozenset()
    site: str | None = None  # the name that titles of pages end or begin with
    order: Order = UNKNOWN_ORDER  # of day and month in 03/04/2015
    labels: frozenset[str] = frozenset()  # what stands above the headlines of most pages
    clocks: frozenset[int] = frozenset()  # places that show the day of rendering

    def named(self, metadata: Metadata) -> Metadata:
        """The same facts, with the site's name where the page itself does not say it."""
        if not self.site:
            return metadata
        return replace(
            metadata, site=metadata.site or self.site, paper=metadata.paper.called(self.site)
        )

    def labelled(self, metadata: Metadata) -> Metadata:
        """The same facts for the search of a headline: what stands above those of most pages is
        none."""
        return replace(metadata, paper=reduce(Paper.called, self.labels, metadata.paper))

    def days_rendered(self, page: Page, blocks: Blocks) -> frozenset[date]:
        """The days shown on `page`, which has these `blocks`, that only say when it was fetched."""
        return days_rendered(page, blocks, self.clocks, self.order)

    def recurring(self, blocks: Blocks) -> frozenset[int]:
        """Indexes of the lines that are furniture, whatever is around them."""
        if not self.lines:
            return frozenset()
        return frozenset(
            index for index, text, place in numbered_lines(blocks) if text ^ place in self.lines
        )

    def find_content(self, blocks: Blocks) -> tuple[Content, list[str]]:
        """The article's lines, chosen as if what recurs were not on the page; where nothing would
        be left, it counts.

        With it the texts of all lines, empty where running text was taken out: no day and no name
        is read there. Short lines are taken out only of the content: "Related stories" is no text,
        but says where the text ends, and a writer's name may stand above all her texts.
        """
        texts = [line.text for line in blocks.lines]
        recurring = self.recurring(blocks)
        if not recurring:
            return find_content(blocks), texts
        dropped = {index for index in recurring if len(blocks.lines[index].text.split()) >= LONG}
        kept = [index for index in range(len(blocks.lines)) if index not in dropped]
        content = find_content(_only(blocks, kept))
        lines = tuple(kept[index] for index in content.lines if kept[index] not in recurring)
        if not any(is_running(blocks.lines[index]) for index in lines):
            return find_content(blocks), texts
        for index in dropped:
            texts[index] = "" if is_running(blocks.lines[index]) else texts[index]
        begins = kept[min(content.begins, len(kept) - 1)]
        return replace(
            content,
            lines=lines,
            begins=begins,
            furniture=frozenset(kept[index] for index in content.furniture),
        ), texts


NO_TEMPLATE = Template()


class _SiteLearner:
    """What one site's pages have in common so far."""

    def __init__(self) -> None:
        self._recurrence = Recurrence()
        self._clocks = ClockLearner()
        self._names = NameLearner()
        # pages with days that can be read one way only
        self._orders: Counter[tuple[str, bool]] = Counter()

    def add(self, page: Page, number: int) -> None:
        root, blocks = parsed(page).root, parsed(page).blocks
        content = find_content(blocks).lines
        # one page, one vote
        self._orders.update(set(count_orders(line.text for line in blocks.lines)))
        self._recurrence.add(blocks, content, number)
        self._clocks.add(page, blocks, number)
        self._names.add(tidy(root.findtext(".//title") or ""), blocks, content)

    def merge(self, other: Self) -> None:
        self._orders.update(other._orders)
        self._recurrence.merge(other._recurrence)
        self._clocks.merge(other._clocks)
        self._names.merge(other._names)

    def template(self) -> Template:
        """What the pages so far teach."""
        copies = self._recurrence.copies()
        return Template(
            lines=self._recurrence.furniture(copies),
            site=self._names.site(),
            order=prevailing_order(self._orders),
            labels=self._names.labels(copies),
            clocks=self._clocks.places(),
        )

    def changed(self, before: Template, now: Template) -> list[int]:
        """The numbers of the pages that one template may have read otherwise than the other."""
        if (before.site, before.order, before.labels) != (now.site, now.order, now.labels):
            return self._recurrence.numbers()
        shown = self._clocks.pages_with(before.clocks ^ now.clocks)
        return sorted(shown.union(self._recurrence.pages_with(before.lines ^ now.lines)))


@dataclass(frozen=True, slots=True)
class Templates:
    """A template for every host."""

    of_hosts: dict[str, Template] = field(default_factory=dict)

    def of(self, url: str | None) -> Template:
        """The template of the site that has this address."""
        return self.of_hosts.get(host_of(url), NO_TEMPLATE)

    def to_json(self) -> str:
        """As text, to be kept with the corpus."""
        hosts = {
            host: {
                "lines": sorted(known.lines),
                "site": known.site,
                "order": astuple(known.order),
                "labels": sorted(known.labels),
                "clocks": sorted(known.clocks),
            }
            for host, known in self.of_hosts.items()
        }
        return json.dumps(hosts)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What `to_json` wrote."""
        return cls(
            {
                host: Template(
                    frozenset(kept["lines"]),
                    kept["site"],
                    Order(*kept["order"]),
                    # older ones have neither
                    frozenset(kept.get("labels", ())),
                    frozenset(kept.get("clocks", ())),
                )
                for host, kept in json.loads(text).items()
            }
        )


class TemplateLearner:
    """Learns the templates of any number of sites; costs one parse a page and keeps numbers
    only."""

    def __init__(self) -> None:
        self._sites: defaultdict[str, _SiteLearner] = defaultdict(_SiteLearner)

    def add(self, page: Page, *, number: int = 0) -> None:
        """Count a page's lines; `changed` names it by its number. Raises PageRefused for what
        cannot be read at all."""
        host = host_of(page.url)
        if host and page.content_type not in ("application/json", "text/plain"):
            self._sites[host].add(page, number)

    def merge(self, other: Self) -> None:
        """Count the pages that another one counted as if they had been added now, in their
        order."""
        for host, site in other._sites.items():
            self._sites[host].merge(site)

    def templates(self) -> Templates:
        """What the pages so far teach; a page without an address is of no site."""
        return Templates({host: site.template() for host, site in self._sites.items()})

    def changed(self, before: Templates, now: Templates) -> list[int]:
        """The numbers of the pages added that are read otherwise `now` than `before`."""
        sites = self._sites.items()
        return [
            number
            for host, site in sites
            for number in site.changed(
                before.of_hosts.get(host, NO_TEMPLATE), now.of_hosts.get(host, NO_TEMPLATE)
            )
        ]


def _only(blocks: Blocks, kept: list[int]) -> Blocks:
    """The page with these lines only."""
    regions = [
        Region(
            one.tag, one.parent, one.marks, bisect_left(kept, one.start), bisect_left(kept, one.end)
        )
        for one in blocks.regions
    ]
    return Blocks([blocks.lines[index] for index in kept], regions, [])


def host_of(url: str | None) -> str:
    """The host by whose template a page is read; empty where it has none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""  # an address no one can follow
