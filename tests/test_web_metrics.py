"""Figures for Prometheus, read as it reads them."""

from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.newsroom import found_a_paper, read_site, sample_articles, settle
from tests.server import ask, serving


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return found_a_paper(tmp_path_factory.mktemp("paper"))


def read(text):
    """The samples, by name and the values of the labels."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_answers_are_counted_by_page_and_status(settings):
    with read_site(settings) as client:
        for path in ("/search?q=water", "/search?q=water", "/search?q=zzqqx", "/nowhere", "/a/x"):
            client.get(path)
        response = client.get("/metrics")
    assert response.content_type.startswith("text/plain; version=")
    found = read(response.text)
    assert found["backfile_answers_total", "search", "200"] == 3
    assert found["backfile_answers_total", "none", "404"] == 1
    assert found["backfile_answers_total", "article_bare", "404"] == 1
    assert found["backfile_answer_seconds_count", "search"] == 3
    assert found["backfile_empty_searches_total",] == 1
    assert found["backfile_answer_seconds_bucket", "+Inf", "search"] == 3
    assert "zzqqx" not in response.text


def test_slow_is_what_the_settings_call_so(settings):
    with read_site(replace(settings, log_slow=0.0)) as client:
        client.get("/browse")
        found = read(client.get("/metrics").text)
    assert found["backfile_slow_answers_total", "browse"] == 1


def test_how_corpus_and_index_stand(settings):
    with read_site(settings) as client:
        found = read(client.get("/metrics").text)
        status = client.get("/status.json").json
    assert found["backfile_corpus_articles",] == len(sample_articles()) + 3
    assert found["backfile_corpus_removed",] == 1
    assert found["backfile_index_articles",] == status["index"]["articles"]
    assert found["backfile_index_generation",] == int(status["index"]["generation"])
    assert found["backfile_index_changes_waiting",] == 0


def test_without_corpus_or_index_the_rest_is_told(tmp_path):
    with read_site(settle(tmp_path)) as client:
        client.get("/browse")
        found = read(client.get("/metrics").text)
    assert found["backfile_answers_total", "browse", "503"] == 1
    assert not any(name.startswith("backfile_index") for name, *_ in found)


def test_several_workers_count_together(settings):
    with serving("serve", "--data", settings.data, "--port", 0, "--workers", 2) as (_, port):
        for _ in range(30):
            assert ask(port, "/browse").status == 200
        for _ in range(6):  # whichever worker answers
            found = read(ask(port, "/metrics").text)
            assert found["backfile_answers_total", "browse", "200"] == 30
