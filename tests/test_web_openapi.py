"""What programs are told of the pages, held against what the pages do."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis.checks import CHECKS, load_all_checks

from corpus.field import FIELDS
from search.matching.parameters import PARAMETERS
from tests.newsroom import found_a_paper, read_site
from web import create_app

load_all_checks()
# by design whatever is asked is answered: what cannot be understood is left out, and said
LENIENT = [CHECKS.get_one("negative_data_rejection"), CHECKS.get_one("unsupported_method")]
# that an export needs words or a filter, whichever, cannot be written there
LENIENT += [CHECKS.get_one("positive_data_acceptance")]


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    return found_a_paper(tmp_path_factory.mktemp("paper"))


@pytest.fixture(scope="module")
def api(paper):
    app = create_app(paper)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    app.extensions["shelf"].close()


def test_whatever_is_asked_is_answered_as_the_description_says(api):
    operations = [found.ok() for found in api.get_all_operations()]
    assert len(operations) > 10
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=20, suppress_health_check=list(HealthCheck))
        def is_kept(case):
            plain = {"Accept-Encoding": "identity"}  # a call without a network unpacks nothing
            case.call_and_validate(headers=plain, excluded_checks=LENIENT)

        is_kept()


def test_the_description_is_sound(paper):
    with read_site(paper) as client:
        validate(client.get("/api/openapi.json").json)


def test_parameters_and_fields_are_those_that_are_declared(paper):
    with read_site(paper) as client:
        told = client.get("/api/openapi.json").json
        found = client.get("/search.json?q=water").json
        article = client.get(f"/a/{found['hits'][0]['id']}.json").json
    asked = [each["name"] for each in told["paths"]["/search.json"]["get"]["parameters"]]
    assert asked == [each.name for each in PARAMETERS]
    schemas = told["components"]["schemas"]
    for name, told in (("Results", found), ("Hit", found["hits"][0]), ("Article", article)):
        assert set(schemas[name]["properties"]) - {"text"} == set(told), name
    assert {field.name for field in FIELDS} <= set(schemas["Article"]["properties"])


def test_a_program_comes_to_every_hit_by_the_addresses_it_is_given(paper):
    with read_site(paper) as client:
        found, following = [], "/search.json?q=date:2000..2030&size=7"
        while following:
            page = client.get(following.removeprefix("http://127.0.0.1:8000")).json
            found += [hit["id"] for hit in page["hits"]]
            following = page["next"]
        lines = client.get("/search.ndjson?q=date:2000..2030").text.splitlines()
    assert found == [json.loads(line)["id"] for line in lines] and len(set(found)) == len(found)


def test_a_parameter_that_is_none_is_named(paper):
    with read_site(paper) as client:
        notices = client.get("/search.json?q=water&qeury=x").json["notices"]
    assert notices == ["“qeury” is no parameter."]
