"""The sets of pages that the cleaner is measured on, and the fifth of them that stays closed."""

import gzip
import json

from benchmarks.extraction import main
from benchmarks.extractors import Answer
from benchmarks.truth import Truth, is_sealed, read_truths

OPEN, SEALED = (
    next(
        host
        for number in range(50)
        if is_sealed(host := f"https://paper{number}.invalid/1") is sealed
    )
    for sealed in (False, True)
)
PARAGRAPH = "The board met again, and put off the question of the ferry until the spring. "


def make_set(folder, rows):
    (folder / "html").mkdir()
    for row in rows:
        page = f"<h1>On the ferry</h1><p>By Jane Doe | March 5, 2020</p><p>{PARAGRAPH * 9}</p>"
        (folder / "html" / f"{row['id']}.html.gz").write_bytes(gzip.compress(page.encode()))
    (folder / "truth.jsonl").write_text("\n".join(map(json.dumps, rows)))


def test_a_host_is_sealed_with_and_without_www_and_a_fifth_of_hosts_are():
    hosts = [f"https://www.paper{number}.invalid/a" for number in range(1000)]
    assert sum(map(is_sealed, hosts)) in range(150, 250)
    assert all(is_sealed(host) == is_sealed(host.replace("www.", "")) for host in hosts)


def test_people_alone_are_compared_where_a_publishers_parser_is_the_truth(tmp_path):
    row = {
        "id": "1",
        "url": OPEN,
        "titles": ["On the ferry"],
        "authors": ["Jane Doe", "Reuters", "Ledger Online"],
        "published": "2020-03-05T10:00:00",
        "crawled": "2020-03-06",
        "text": PARAGRAPH,
    }
    make_set(tmp_path, [row])
    (truth,) = read_truths(tmp_path)
    assert truth.authors == {"jane doe"} == truth.names(("JANE DOÉ", "dpa", "Editor"))
    assert (truth.day, truth.fetched_at.date().isoformat()) == ("2020-03-05", "2020-03-07")


def test_a_sealed_page_is_not_read_unless_asked_and_never_listed(tmp_path, capsys):
    rows = [
        {"id": str(number), "url": url, "kind": "news", "published": "2020-03-04"}
        for number, url in enumerate((OPEN, SEALED))
    ]
    make_set(tmp_path, rows)
    main([str(tmp_path), "--no-peers", "--misses"])
    printed = capsys.readouterr().out
    assert "    1 pages  right 0.0" in printed and "0 day: 2020-03-05, truly 2020-03-04" in printed
    main([str(tmp_path), "--no-peers", "--misses", "--sealed"])
    printed = capsys.readouterr().out
    assert "sealed" in printed and "2 pages" in printed
    assert "1 day:" not in printed


def test_an_answer_is_right_none_or_wrong():
    from benchmarks.extraction import judge

    truth = Truth("1", OPEN, day="2020-03-04", kind="news")
    told = {
        day: judge(Answer(day=day), truth, 0.0, "").figures
        for day in ("2020-03-04", "", "2020-03-05")
    }
    assert [[float(v) for v in figures.values()] for figures in told.values()] == [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
    ]
