"""Bad input at every door: a problem that says what is wrong, never a 500."""

import json

import pytest

from tests.cast import Person
from tests.front_door import Api, FrontDoor

GOOD = {"text": "明日までに直せ。", "transformation_type": "soften"}
JSON = {"Content-Type": "application/json"}

BAD_BODIES = {
    "broken JSON": (b'{"text": ', 400, "INVALID_REQUEST"),
    "not UTF-8": ('{"text": "あ"}'.encode("shift_jis"), 400, "INVALID_REQUEST"),
    "NaN": (b'{"text": "a", "transformation_type": "soften", "intensity": NaN}', 400, "INVALID_REQUEST"),
    "a number too large": (b'{"text": "a", "intensity": 1e999}', 400, "INVALID_REQUEST"),
    "a hundred thousand brackets": (b"[" * 100_000, 400, "INVALID_REQUEST"),
    "forty levels": (b"[" * 40 + b"]" * 40, 400, "INVALID_REQUEST"),
    "NUL": (b'{"text": "a\\u0000b", "transformation_type": "soften"}', 400, "INVALID_REQUEST"),
    "half a character pair": (b'{"text": "\\ud800", "transformation_type": "soften"}', 400, "INVALID_REQUEST"),
    "one field twice": (b'{"text": "a", "text": "b", "transformation_type": "soften"}', 400, "INVALID_REQUEST"),
    "one field twice, inside": (b'{"context": {"background": "", "background": ""}}', 400, "INVALID_REQUEST"),
    "a thousand and one fields": (json.dumps(dict.fromkeys(map(str, range(1001)))).encode(), 400, "INVALID_REQUEST"),
    "a whole number of a hundred digits": (b'{"text": "a", "intensity": ' + b"9" * 100 + b"}", 400, "VALIDATION_ERROR"),
    "a whole number of 5,000 digits": (b'{"text": "a", "intensity": ' + b"9" * 5000 + b"}", 400, "INVALID_REQUEST"),
    "an array": (b"[]", 400, "VALIDATION_ERROR"),
    "nothing": (b"", 400, "VALIDATION_ERROR"),
    "null": (b"null", 400, "VALIDATION_ERROR"),
    "5 MB": (b'{"text": "' + b"a" * 5_000_000 + b'"}', 413, "PAYLOAD_TOO_LARGE"),
}


@pytest.mark.parametrize(("body", "status", "code"), BAD_BODIES.values(), ids=BAD_BODIES)
@pytest.mark.parametrize("path", ["/api/v1/transform", "/api/v1/glossary/terms"])
def test_a_body_that_cant_be_used_is_a_problem(
    api: Api, alice: Person, path: str, body: bytes, status: int, code: str
) -> None:
    answer = api(alice).post(path, content=body, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/v1/transform", "/api/v1/glossary/terms", "/api/v1/jobs/import"])
@pytest.mark.parametrize("body", [body for body, _status, _code in BAD_BODIES.values()], ids=BAD_BODIES)
def test_where_somebody_has_to_sign_in_a_strangers_body_isnt_looked_at(
    visitor: FrontDoor, path: str, body: bytes
) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"} if path.endswith("/import") else JSON
    answer = visitor.post(path, content=body, headers=kind)
    is_large = len(body) > 1_000_000 and kind is JSON
    assert answer.status_code == (413 if is_large else 401)


@pytest.mark.parametrize("path", ["/api/v1/preview/transform", "/api/v1/auth/token"])
def test_where_nobody_has_to_it_is(visitor: FrontDoor, path: str) -> None:
    answer = visitor.post(path, content=b'{"text": ', headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID_REQUEST")


BAD_FIELDS = {
    "no text": ({"transformation_type": "soften"}, "text"),
    "an empty text": (GOOD | {"text": ""}, "text"),
    "a blank text": (GOOD | {"text": " 　\n"}, "text"),
    "10,001 characters": (GOOD | {"text": "あ" * 10_001}, "text"),
    "a number for the text": (GOOD | {"text": 1}, "text"),
    "an unknown type": (GOOD | {"transformation_type": "shout"}, "transformation_type"),
    "intensity 0": (GOOD | {"intensity": 0}, "intensity"),
    "intensity 4": (GOOD | {"intensity": 4}, "intensity"),
    "intensity as text": (GOOD | {"intensity": "2"}, "intensity"),
    "intensity true": (GOOD | {"intensity": True}, "intensity"),
    "an unknown field": (GOOD | {"colour": "red"}, "colour"),
    "an unknown field inside": (GOOD | {"context": {"mood": "bad"}}, "context.mood"),
    "an unknown language": (GOOD | {"language": "fr"}, "language"),
    "terms that are no list": (GOOD | {"options": {"preserve_terms": "API"}}, "options.preserve_terms"),
}


@pytest.mark.parametrize(("body", "field"), BAD_FIELDS.values(), ids=BAD_FIELDS)
def test_a_field_that_cant_be_used_is_named(api: Api, alice: Person, body: dict[str, object], field: str) -> None:
    answer = api(alice).post("/api/v1/transform", body)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_ten_thousand_full_width_characters_are_taken(api: Api, alice: Person) -> None:
    answer = api(alice).post("/api/v1/transform", GOOD | {"text": "あ" * 10_000})
    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_another_content_type_is_refused(api: Api, alice: Person, name: str) -> None:
    answer = api(alice).post("/api/v1/transform", content=json.dumps(GOOD).encode(), headers={"Content-Type": name})
    assert (answer.status_code, answer.json()["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_what_is_wrong_is_said_in_the_callers_language(api: Api, alice: Person) -> None:
    japanese = api(alice).as_(Accept_Language="ja").post("/api/v1/transform", {})
    english = api(alice).as_(Accept_Language="en-GB").post("/api/v1/transform", {})
    assert english.json()["errors"][0]["detail"] == "This field is required."
    assert japanese.json()["errors"][0]["detail"] == "この項目は必須です。"


def test_an_unknown_address_is_a_problem_under_the_api_and_a_page_elsewhere(visitor: FrontDoor) -> None:
    assert visitor.get("/api/v1/nothing").json()["code"] == "NOT_FOUND"
    assert "<html" in visitor.get("/nothing").text


def test_a_method_that_an_address_doesnt_take_is_a_problem(api: Api, alice: Person) -> None:
    answer = api(alice).request("PUT", "/api/v1/history")
    assert (answer.status_code, answer.json()["code"]) == (405, "INVALID_REQUEST")


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("/api/v1/transform", "POST"),
        ("/api/v1/preview/analyze", "POST"),
        ("/api/v1/jobs/0191e4b0-0000-7000-8000-000000000000/events", "GET"),
    ],
)
def test_an_address_that_only_a_lane_serves_says_so_of_other_methods_too(
    api: Api, alice: Person, path: str, taken: str
) -> None:
    answer = api(alice).request("PUT", path)
    assert (answer.status_code, answer.json()["code"]) == (405, "INVALID_REQUEST")
    assert answer.headers["Allow"] == taken


def test_a_host_that_isnt_ours_is_refused(visitor: FrontDoor) -> None:
    assert visitor.get("/health", headers={"Host": "evil.example"}).status_code == 200
    assert visitor.get("/api/v1/preview/info", headers={"Host": "evil.example"}).status_code == 400
