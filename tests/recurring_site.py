"""Made-up papers with many pages each, and what of every page is text: what recurs on them is
furniture, nearly always.

The boxes have names that say nothing, so that only their standing on many pages can tell what they
are.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random

from corpus.article import Page

WORDS = (
    "ferry lock keeper water harbour council barge morning winter ledger market bell tower mason quarry bread price "
    "letter road bridge orchard school teacher lantern tax wagon river mill farmer widow parish clock captain rope "
    "sail tide engine coal office clerk garden stone wall window candle paper printer voice song drum festival "
    "harvest grain storm roof"
).split()
VERBS = "carries mends forgets counts repairs sells remembers follows opens closes measures paints".split()
NOTE = "You are reading an older part of this paper, which is moved to new shelves by and by; the counter knows more."
OFFER = "The Selm Packet comes to your door each morning for less than a bun. Order it at the counter or by the boy."
LIVES = (
    "Orla Fenn keeps bees above the old lock and has written for this paper since the flood.",
    "Tam Brisk taught sums at the harbour school for thirty years and now walks its dykes.",
    "Ness Calder repairs church clocks in four parishes and collects the tales told below them.",
    "Ivo Marl is master of the upper lock; his book on eels is sold at the counter.",
    "Una Sedge drew the first map of the nine dykes and is asked about it every spring.",
    "Bram Tolley keeps the parish ledger and has never yet lost a page of it to the water.",
)
SIGNATURE = "The writer is a retired lock keeper and sits on the water board of Upper Selm."
ASKED = "Why?"
COLUMN = "The Water Line"
MENU = ("Front", "Letters", "Weather and Tides", "The Market", "Past Weeks")
PAGES = 24
# versions for the printer of one story, each with a correction of its own
COPIES = ("first", "second", "third")
COPIED, SIGNED, SPOKEN, COLUMNS = 5, (2, 8, 14, 20), (1, 4, 7, 10), (3, 6, 9, 12, 15)


@dataclass(frozen=True)
class Story:
    number: int
    title: str
    paragraphs: tuple[str, ...]


Layout = Callable[[Story, list[Story]], str]


def sentence(random: Random) -> str:
    nouns = random.sample(WORDS, 5)
    one, other = random.choices(VERBS, k=2)
    return (
        f"The {nouns[0]} of the {nouns[1]} {one} a {nouns[2]} before the {nouns[3]}, "
        f"and nobody at the {nouns[4]} {other} it."
    )


def make_story(number: int) -> Story:
    random = Random(number)
    texts = [" ".join(sentence(random) for _ in range(3)) for _ in range(5)]
    if number in SPOKEN:
        texts.insert(3, ASKED)
    if number in SIGNED:
        texts.append(SIGNATURE)
    words = random.sample(WORDS, 3)
    return Story(number, f"A {words[0]} for the {words[1]} and the {words[2]}", tuple(texts))


def in_boxes(story: Story, most_read: list[Story]) -> str:
    """A page of today: a <div> for everything."""
    column = f"<div class='k'>{COLUMN}</div>" if story.number in COLUMNS else ""
    text = [f"<p>{paragraph}</p>" for paragraph in story.paragraphs]
    text.insert(2, f"<div class='q7'><p>{OFFER}</p></div>")
    menu = "".join(f"<li><a href='/{number}'>{name}</a></li>" for number, name in enumerate(MENU))
    read = "".join(
        f"<div class='t'><h4>{other.title}</h4><p>{other.paragraphs[0]}</p></div>"
        for other in most_read
    )
    return f"""<html><head><title>{story.title} | Selm Packet</title></head><body>
<div class='a'><p>Selm Packet</p><p>Monday, 7 June 2021</p><ul>{menu}</ul></div>
<div class='m'><div class='n'><p>{NOTE}</p></div>{column}<h1>{story.title}</h1>{"".join(text)}
<div class='w'><p>{LIVES[story.number % len(LIVES)]}</p></div>
<div class='x2'><h3>Most asked for at the counter</h3>{read}</div></div></body></html>"""


def in_tables(story: Story, most_read: list[Story]) -> str:
    """A page of old: cells, fonts and breaks; nothing has a name."""
    column = f"<font size=2><b>{COLUMN}</b></font><br>" if story.number in COLUMNS else ""
    text = [f"<p><font size=3>{paragraph}</font></p>" for paragraph in story.paragraphs]
    text.insert(2, f"<table bgcolor=#eee><tr><td><font size=2>{OFFER}</font></td></tr></table>")
    menu = "<br>".join(f"<a href='{number}.htm'>{name}</a>" for number, name in enumerate(MENU))
    read = "".join(f"<li><b>{other.title}</b><br>{other.paragraphs[0]}" for other in most_read)
    return f"""<html><head><title>Selm Packet - {story.title}</title></head><body>
<table><tr><td colspan=3>Selm Packet<br>Monday, 7 June 2021</td></tr>
<tr><td width=90>{menu}</td><td><font size=2><i>{NOTE}</i></font><p>{column}<font size=5><b>{story.title}</b></font></p>
{"".join(text)}<hr><center>{LIVES[story.number % len(LIVES)]}</center></td>
<td><b>Most asked for</b><ul>{read}</ul></td></tr>
</table></body></html>"""


def in_print(story: Story) -> str:
    """A version for the printer: nothing but the text."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    return f"<html><head><title>{story.title}</title></head><body><h1>{story.title}</h1>{text}</body></html>"


def make_site(layout: Layout) -> list[tuple[Page, Story]]:
    """Every page of a site with its story; one of them can also be had for the printer, at several
    addresses."""
    stories = [make_story(number) for number in range(PAGES)]
    pages = [(make_page(f"{story.number}", layout(story, stories[:3])), story) for story in stories]
    return pages + [
        (make_page(f"{name}.htm", in_print(story)), story)
        for name, story in make_copies(stories[COPIED])
    ]


def make_copies(story: Story) -> list[tuple[str, Story]]:
    note = "On the {} day the printer put right the names of two barges and the depth of the lower basin."
    return [
        (name, replace(story, paragraphs=(*story.paragraphs, note.format(name)))) for name in COPIES
    ]


def make_page(path: str, body: str, host: str = "selm.invalid") -> Page:
    return Page(
        f"https://{host}/{path}",
        body.encode(),
        "text/html",
        "utf-8",
        datetime(2021, 6, 7, tzinfo=UTC),
    )


SITES: dict[str, Layout] = {"boxes": in_boxes, "tables": in_tables}
