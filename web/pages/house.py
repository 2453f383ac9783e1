"""What the house says of itself, as the settings have it: what this archive is, who may use what of
it, and how to reach the people who run it."""

from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from flask import Flask, abort, render_template

from corpus.article import Article
from web.base.address import safe_url
from web.base.config import Settings, is_mail
from web.pages.links import permanent_url
from web.pages.presentation import newspaper_name
from web.pages.shelf import the_settings


def init_app(app: Flask) -> None:
    """Add the route, and give the templates what leads to the house: each page has it."""
    app.add_url_rule("/about", "about", about)
    settings: Settings = app.extensions["shelf"].settings
    app.jinja_env.globals.update(
        way_to=way_to,
        says_something=says_something(settings),
        contact_url=way_to(settings.contact),
        rights_url=way_to(settings.rights),
    )


def about() -> str:
    """What the settings say; without anything there is no such page."""
    if not says_something(the_settings()):
        abort(404, "Nobody has said anything of this archive.")
    return render_template("about.html")


def says_something(settings: Settings) -> bool:
    """Whether the house says anything of itself."""
    return bool(settings.about or settings.rights or settings.contact)


def way_to(said: str | None) -> str | None:
    """The address that a setting names, of a page or of mail; None of other text."""
    if said and is_mail(said):
        return f"mailto:{quote(said, safe='@+')}"
    return safe_url(said)


def report_url(article: Article) -> str | None:
    """Where the editors are told that something is wrong with an article, which is named there;
    None where they have not said where."""
    where = the_settings().corrections
    if where is None:
        return None
    page = permanent_url(article)
    if safe_url(where):
        parts = urlsplit(where)
        asked = urlencode({"article": article.id, "page": page})
        return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, asked)))))
    paper = newspaper_name(the_settings())
    subject = f"{paper}: {article.title}" if paper else article.title
    letter = {"subject": f"{subject} ({article.id})", "body": f"{page}\r\n\r\n"}
    return f"{way_to(where)}?{urlencode(letter, quote_via=quote)}"
