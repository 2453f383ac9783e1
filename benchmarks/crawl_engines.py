"""Crawlers to be measured, each in a process of its own: what it fetches, and what that takes.

    python benchmarks/crawl_engines.py ours CORPUS ADDRESS MOST       goes on with a crawl
    python benchmarks/crawl_engines.py aiohttp FILE                   only fetches what FILE lists
    python benchmarks/crawl_engines.py scrapy FILE                    follows links and writes JSON

The last line is a JSON object: pages, seconds of CPU time, and the most memory in MB. `begun` is
said before the first request.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

BEGUN = "begun"


def crawl_ours(corpus: str, address: str, most: str) -> int:
    """Backfile's crawler, on a corpus that may have begun before."""
    from corpus.crawling.crawl import CrawlOptions, run_crawl
    from corpus.store.store import ArticleStore

    with ArticleStore(Path(corpus)) as store:
        print(BEGUN, flush=True)
        options = CrawlOptions(delay=0, max_pages=int(most))
        return run_crawl(store, [address], options=options).asked


def fetch_bare(listed: str) -> int:
    """One session that fetches one page after another, and keeps none."""
    import aiohttp

    urls = Path(listed).read_text("utf-8").split()

    async def fetch() -> None:
        async with aiohttp.ClientSession() as session:
            for url in urls:
                async with session.get(url) as answer:
                    await answer.read()

    print(BEGUN, flush=True)
    asyncio.run(fetch())
    return len(urls)


def crawl_scrapy(listed: str) -> int:
    """Scrapy, one request at a time: it reads the links of each page, and exports the pages."""
    import scrapy
    from scrapy.crawler import CrawlerProcess

    urls = Path(listed).read_text("utf-8").split()
    allowed = frozenset(urls)
    count = 0

    class Spider(scrapy.Spider):  # type: ignore[misc]
        name = "pages"

        async def start(self) -> Any:
            for url in urls:
                yield scrapy.Request(url, self.parse)

        def parse(self, response: Any) -> Any:
            nonlocal count
            count += 1
            yield {"url": response.url, "body": response.text}
            for link in response.css("a"):
                if response.urljoin(link.attrib["href"]) in allowed:
                    yield response.follow(link, self.parse)

    with TemporaryDirectory() as folder:
        settings = {
            "CONCURRENT_REQUESTS": 1,
            "FEEDS": {f"{folder}/pages.jsonl": {"format": "jsonlines"}},
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
        }
        process = CrawlerProcess(settings)
        print(BEGUN, flush=True)
        process.crawl(Spider)
        process.start()
    return count


ENGINES: dict[str, Callable[..., int]] = {
    "ours": crawl_ours,
    "aiohttp": fetch_bare,
    "scrapy": crawl_scrapy,
}


def main(arguments: list[str]) -> None:
    """Run one and say what it took; modules are imported at the expense of nobody."""
    if arguments[0] == "ours":
        import corpus.crawling.crawl  # noqa: F401
    elif arguments[0] == "scrapy":
        import scrapy.crawler
        import scrapy.spiders  # noqa: F401
    else:
        import aiohttp  # noqa: F401
    began = time.process_time()
    pages = ENGINES[arguments[0]](*arguments[1:])
    cpu = time.process_time() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory = most / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(json.dumps({"pages": pages, "cpu": cpu, "memory": memory}))


if __name__ == "__main__":
    main(sys.argv[1:])
