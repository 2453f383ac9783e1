"""The template of a site: what recurs on its pages goes, what only seems to recur stays."""

from dataclasses import replace
from datetime import date

import pytest
from recurring_site import (
    ASKED,
    COPIED,
    MENU,
    OFFER,
    PAGES,
    SIGNATURE,
    SITES,
    make_page,
    make_site,
    make_story,
)

from corpus.cleaning.clean import clean
from corpus.cleaning.site.template import NO_TEMPLATE, TemplateLearner, Templates
from corpus.errors import PageRefused
from corpus.intake.intake import clean_pages, take_in
from corpus.intake.site_learning import learn_sites
from corpus.page.lines import read_blocks
from corpus.page.markup import parse
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore


def learn(pages):
    learner = TemplateLearner()
    for page in pages:
        learner.add(page)
    return learner.templates()


def read(page, templates):
    return clean(page, template=templates.of(page.url))


def simple_page(number, paragraphs, *, host="selm.invalid", head=""):
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    body = f"<html><head>{head}</head><body><div><h1>{make_story(number).title}</h1>{text}</div></body></html>"
    return make_page(str(number), body, host)


@pytest.mark.parametrize("name", SITES)
def test_a_golden_site_is_read_word_for_word(name):
    site = make_site(SITES[name])
    templates = learn(page for page, _ in site)
    for page, story in site:
        article = read(page, templates)
        assert (article.title, article.paragraphs) == (story.title, story.paragraphs)
        assert article.published is None


@pytest.mark.parametrize("name", SITES)
def test_a_page_alone_is_read_as_before(name):
    page, _ = make_site(SITES[name])[0]
    assert OFFER in clean(page).text
    assert read(page, learn([page])) == clean(page)
    assert read(page, learn([page] * PAGES)) == clean(page)


def test_a_story_under_many_addresses_does_not_delete_itself():
    story = make_story(COPIED)
    others = [simple_page(number, make_story(number).paragraphs) for number in range(30, 50)]
    notes = [
        f"On the {number}th page of the ledger the clerk found this story and copied it."
        for number in "456789"
    ]
    copies = [
        replace(
            simple_page(COPIED, (*story.paragraphs, note)), url=f"https://selm.invalid/copy/{place}"
        )
        for place, note in enumerate(notes)
    ]
    templates = learn([*others, *copies])
    assert [read(page, templates).paragraphs for page in copies] == [
        (*story.paragraphs, note) for note in notes
    ]


def test_a_line_that_counts_is_one_line():
    pages = [
        simple_page(
            number,
            (
                *make_story(number).paragraphs,
                f"This was read by {number * 37} people at the counter.",
            ),
        )
        for number in range(10)
    ]
    assert "at the counter." in clean(pages[3]).paragraphs[-1]
    assert read(pages[3], learn(pages)).paragraphs == make_story(3).paragraphs


def test_two_pages_teach_nothing():
    pages = [simple_page(number, (*make_story(number).paragraphs, OFFER)) for number in range(3)]
    assert OFFER in read(pages[0], learn(pages[:2])).paragraphs
    assert OFFER not in read(pages[0], learn(pages)).paragraphs


def test_a_site_does_not_teach_another():
    pages = [simple_page(number, (*make_story(number).paragraphs, OFFER)) for number in range(10)]
    other = simple_page(11, (*make_story(11).paragraphs, OFFER), host="other.invalid")
    nowhere = replace(other, url=None)
    templates = learn([*pages, other, nowhere])
    assert OFFER in read(other, templates).paragraphs
    assert OFFER in read(nowhere, templates).paragraphs
    assert OFFER not in read(replace(other, url="http://www.selm.invalid/11"), templates).paragraphs


def test_a_page_of_nothing_but_furniture_keeps_it():
    pages = [simple_page(number, (*make_story(number).paragraphs, OFFER)) for number in range(10)]
    notice = simple_page(12, (OFFER,))
    assert read(notice, learn([*pages, notice])).paragraphs == (OFFER,)


def test_short_words_of_a_talk_stay_and_a_button_goes():
    talk = [
        (f"{make_story(number).paragraphs[0]}", ASKED, make_story(number).paragraphs[1])
        for number in range(10)
    ]
    plain = [make_story(number).paragraphs for number in range(10, 24)]
    pages = [
        simple_page(number, ("Send this on" if number % 3 else "Tell a friend", *text))
        for number, text in enumerate((*talk, *plain))
    ]
    assert read(pages[4], learn(pages)).paragraphs == talk[4]


def test_a_note_between_title_and_text_says_no_day_and_no_name():
    note = "By Orla Fenn, who has run the counter since 3 May 2001 and is glad to be asked for papers of past weeks."
    pages = [simple_page(number, (note, *make_story(number).paragraphs)) for number in range(10)]
    article = read(pages[3], learn(pages))
    assert (article.published, article.byline, article.paragraphs) == (
        None,
        (),
        make_story(3).paragraphs,
    )


def test_a_byline_on_every_page_is_still_read():
    head = ("By Orla Fenn", "3 May 2001")
    pages = [simple_page(number, (*head, *make_story(number).paragraphs)) for number in range(10)]
    article = read(pages[3], learn(pages))
    assert (article.published, article.byline) == (date(2001, 5, 3), ("Orla Fenn",))
    assert article.paragraphs == make_story(3).paragraphs


def test_the_day_of_an_issue_stands_on_all_its_pages():
    said = "<div class='d'>Published in the Selm Packet on Thursday, {} May 2001</div>"
    pages = [
        make_page(
            str(number),
            f"<html><body><h1>{story.title}</h1>{said.format(3 + 7 * (number // 6))}"
            f"<p>{'</p><p>'.join(story.paragraphs)}</p></body></html>",
        )
        for number, story in enumerate(map(make_story, range(PAGES)))
    ]
    templates = learn(pages)
    assert [read(page, templates).published for page in pages[5:7]] == [
        date(2001, 5, 3),
        date(2001, 5, 10),
    ]
    blocks = read_blocks(parse(pages[5].body.decode()))
    assert templates.of(pages[5].url).recurring(blocks) == frozenset()


def test_the_numbers_of_a_texts_parts_stay():
    texts = [make_story(number).paragraphs[:2] for number in range(10)]
    parts = [("1.", first, "2.", second) for first, second in texts]
    pages = [simple_page(number, text) for number, text in enumerate(parts)]
    assert read(pages[0], learn(pages)).paragraphs == parts[0]


def test_a_heading_on_every_page_still_says_where_the_text_ends():
    pages = [
        simple_page(
            number,
            (
                *make_story(number).paragraphs,
                "Related stories",
                *make_story(100 + number).paragraphs[:2],
            ),
        )
        for number in range(10)
    ]
    assert clean(pages[0]).paragraphs == make_story(0).paragraphs
    assert read(pages[0], learn(pages)).paragraphs == make_story(0).paragraphs


def test_a_short_text_is_found_beside_a_long_notice():
    notice = "".join(
        f"<p>{text}</p>" for number in range(500, 504) for text in make_story(number).paragraphs
    )
    stories = [make_story(number).paragraphs[0] for number in range(10)]
    pages = [
        make_page(
            str(number), f"<html><body><div><p>{text}</p></div><div>{notice}</div></body></html>"
        )
        for number, text in enumerate(stories)
    ]
    assert stories[3] not in clean(pages[3]).paragraphs
    assert read(pages[3], learn(pages)).paragraphs == (stories[3],)


def test_the_name_at_the_end_of_every_title_is_the_sites():
    long_name = "Packet of Selm, of the Lower Harbour and the Nine Parishes"
    pages = [
        make_page(
            str(number),
            f"<html><head><title>{story.title} - {long_name}</title></head>"
            f"<body><p>{'</p><p>'.join(story.paragraphs)}</p></body></html>",
        )
        for number, story in enumerate(map(make_story, range(6)))
    ]
    templates = learn(pages)
    assert templates.of(pages[0].url).site == long_name
    assert clean(pages[0]).title != make_story(0).title
    assert read(pages[0], templates).title == make_story(0).title


def test_a_headline_that_others_quote_stays_the_title():
    site = make_site(SITES["boxes"])
    templates = learn(page for page, _ in site)
    assert [read(page, templates).title for page, _ in site[:3]] == [
        story.title for _, story in site[:3]
    ]


def test_templates_are_kept_as_json_and_read_alike():
    templates = learn(page for page, _ in make_site(SITES["tables"]))
    assert Templates.from_json(templates.to_json()) == templates
    assert templates.of("https://selm.invalid/x").lines
    assert templates.of("https://[") == templates.of(None) == NO_TEMPLATE


def test_what_has_no_lines_teaches_nothing():
    empty = make_page("empty", "<html><body><img src=a></body></html>")
    assert learn([empty]).of(empty.url) == NO_TEMPLATE
    assert learn([]).of(empty.url) == NO_TEMPLATE
    with pytest.raises(PageRefused, match="binary"):
        learn([replace(empty, body=b"%PDF-1.4 and so on")])


def test_what_all_pages_teach_holds_for_each_and_for_those_to_come(tmp_path):
    site = make_site(SITES["boxes"])
    told = {page.url: story.paragraphs for page, story in site}
    late, _ = site[7]
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, [page for page, _ in site if page is not late])
        take_in(store, [late, make_page("bad", "%PDF-1.4 and so on")])
        found = {article.url: article for article in store.articles()}
        assert {url: article.paragraphs for url, article in found.items()} == told
        store.edit(found[late.url].id, Correction(title="A Title by Hand"))
        clean_pages(store)
        again = {article.url: article for article in store.articles()}
        assert {url: article.id for url, article in again.items()} == {
            url: found[url].id for url in found
        }
        assert again[late.url].title == "A Title by Hand"
        assert clean_pages(store).changed == 0


def test_pages_taken_in_one_by_one_are_read_as_if_they_came_together(tmp_path):
    pages = [page for page, _ in make_site(SITES["boxes"])[:3]]
    with ArticleStore(tmp_path / "corpus.db") as store:
        for page in pages[:2]:
            take_in(store, [page])
        assert all(OFFER in article.text for article in store.articles())
        done = take_in(store, pages[2:])
        assert (done.articles, done.changed) == (1, 3)
        assert not any(OFFER in article.text for article in store.articles())
        assert not any(name in article.text for article in store.articles() for name in MENU)
        assert clean_pages(store).changed == 0


def test_a_new_site_has_its_template_beside_one_with_many_pages(tmp_path):
    many = [page for page, _ in make_site(SITES["tables"])]
    few = [
        replace(page, url=page.url.replace("selm", "other"))
        for page, _ in make_site(SITES["boxes"])[:5]
    ]
    templates = learn(few)
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, many)
        take_in(store, few)
        found = {article.url: article.paragraphs for article in store.articles()}
        assert [found[page.url] for page in few] == [
            read(page, templates).paragraphs for page in few
        ]
        assert not any(OFFER in found[page.url] for page in few)


def test_what_a_new_template_changes_waits_until_it_is_cleaned(tmp_path):
    site = [page for page, _ in make_site(SITES["boxes"])[:8]]
    templates = learn(site)
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, site[:2])
        (first, *_) = store.articles()
        store.edit(first.id, Correction(title="A Title by Hand"))
        for page in site[2:]:
            store.add_fetch(page)
        learn_sites(store, waiting=True)  # and a kill
    with ArticleStore(tmp_path / "corpus.db") as store:
        assert OFFER in store.get(first.id).text
        assert len(store.fetch_numbers(waiting=True)) == 8
        assert clean_pages(store, waiting=True).articles == 8
        assert store.fetch_numbers(waiting=True) == []
        told = {page.url: read(page, templates).paragraphs for page in site}
        assert {article.url: article.paragraphs for article in store.articles()} == told
        assert OFFER not in store.get(first.id).text
        assert store.get(first.id).title == "A Title by Hand"


def test_a_few_new_pages_teach_nothing_new(tmp_path):
    site = [page for page, _ in make_site(SITES["boxes"])]
    told: list[tuple[str, int, int]] = []
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, site[:20], watch=lambda *step: told.append(step))
        assert [step for step in told if step[1] in (0, step[2])] == [
            ("looking for further pages", 20, 20),
            ("learning what recurs", 20, 20),
            ("cleaning", 20, 20),
        ]
        assert [step[1] for step in told if step[0] == "learning what recurs"] == list(range(1, 21))
        del told[:]
        take_in(store, site[20:22], watch=lambda *step: told.append(step))
        assert {step[0] for step in told} == {"taking in", "looking for further pages", "cleaning"}
        redesigned = [
            replace(page, body=page.body.replace(b"<body>", b"<body> ")) for page in site[:8]
        ]
        assert all(new.body != old.body for new, old in zip(redesigned, site, strict=False))
        take_in(store, redesigned, watch=lambda *step: told.append(step))
        assert ("learning what recurs", 22, 22) in told


def test_a_writers_signature_stays():
    pages = [simple_page(number, make_story(number).paragraphs) for number in range(PAGES)]
    assert read(pages[2], learn(pages)).paragraphs[-1] == SIGNATURE
