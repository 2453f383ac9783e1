import pytest

from corpus.crawling.robots import FORBIDDEN, MAX_CRAWL_DELAY, Robots

SITE = "https://paper.example"


def test_without_a_file_everything_is_allowed():
    assert Robots.parse(None).refusal(f"{SITE}/any") is None
    assert Robots.parse("").refusal(f"{SITE}/any") is None


@pytest.mark.parametrize(
    ("body", "path", "refused"),
    [
        ("User-agent: *\nDisallow: /admin/", "/admin/x", True),
        ("User-agent: *\nDisallow: /admin/", "/administration", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/public", "/a/public/x", False),
        ("User-agent: *\nDisallow: /*.php$", "/x.php", True),
        ("User-agent: *\nDisallow: /*.php$", "/x.php?y", False),
        ("User-agent: backfile\nDisallow: /\n\nUser-agent: *\nAllow: /", "/x", True),
        ("User-agent: otherbot\nDisallow: /", "/x", False),
        ("\ufeffUser-agent: *\r\nDisallow: /x", "/x", True),
        ("<html>not found</html>", "/x", False),
        ("Disallow: /x", "/x", False),
    ],
)
def test_rules(body, path, refused):
    assert Robots.parse(body).refusal(SITE + path) == (str(FORBIDDEN) if refused else None)


def test_the_longer_delay_wins_up_to_a_cap():
    assert Robots.parse("User-agent: *\nCrawl-delay: 5").delay(1.0) == 5.0
    assert Robots.parse("User-agent: *\nCrawl-delay: 0.1").delay(1.0) == 1.0
    assert Robots.parse("User-agent: *\nCrawl-delay: 86400").delay(1.0) == MAX_CRAWL_DELAY
    assert Robots.parse("User-agent: *\nCrawl-delay: soon").delay(1.0) == 1.0


def test_sitemap_lines():
    assert Robots.parse(f"Sitemap: {SITE}/one.xml\nSitemap: {SITE}/two.xml").sitemaps == (
        f"{SITE}/one.xml",
        f"{SITE}/two.xml",
    )
