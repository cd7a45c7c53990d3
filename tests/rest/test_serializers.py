"""Bodies: what isn't understood is refused, with the field's name, instead of guessed at."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from tonebridge.rest.serializers import StrictSerializer, is_storable


class OptionsIn(StrictSerializer[Any]):
    tier = serializers.CharField()


class OrderIn(StrictSerializer[Any]):
    id = serializers.UUIDField(read_only=True)
    text = serializers.CharField(required=False, max_length=20)
    count = serializers.IntegerField(required=False, max_value=100)
    ratio = serializers.FloatField(required=False)
    flag = serializers.BooleanField(required=False)
    kind = serializers.ChoiceField(choices=["a", "b"], required=False)
    level = serializers.ChoiceField(choices=[1, 2, 3], required=False)
    names = serializers.ListField(child=serializers.CharField(), required=False)
    key = serializers.UUIDField(required=False)
    at = serializers.DateTimeField(required=False, allow_null=True)
    free = serializers.JSONField(required=False)
    options = OptionsIn(required=False)


def codes(body: Any) -> Any:
    with pytest.raises(ValidationError) as refused:
        OrderIn.parse(body)
    return refused.value.get_codes()


def test_what_fits_passes_as_it_is() -> None:
    body = {
        "text": "5",
        "count": 5,
        "ratio": 1,
        "flag": True,
        "kind": "a",
        "level": 2,
        "names": ["x"],
        "at": None,
        "free": {"any": [1, "🎉"]},
        "options": {"tier": "rules"},
    }
    assert OrderIn.parse(body) == body


@pytest.mark.parametrize(
    "body",
    [
        {"text": 1},
        {"text": True},
        {"text": ["x"]},
        {"count": "5"},
        {"count": 5.0},
        {"count": True},
        {"ratio": "0.5"},
        {"ratio": False},
        {"flag": "true"},
        {"flag": 1},
        {"kind": 1},
        {"kind": ["a"]},
        {"level": "2"},
        {"level": True},
        {"names": "x"},
        {"key": 7},
        {"at": 20260101},
    ],
)
def test_a_value_of_another_type_is_refused_not_converted(body: dict[str, Any]) -> None:
    (name,) = body
    assert codes(body) == {name: ["invalid_type"]}


def test_the_place_in_a_list_is_named() -> None:
    assert codes({"names": ["x", 1, "y", None]}) == {"names": {1: ["invalid_type"]}}


def test_an_unknown_field_is_refused_with_its_name() -> None:
    assert codes({"text": "x", "colour": "red"}) == {"colour": ["unknown_field"]}


def test_a_field_that_is_only_shown_is_unknown_in_a_body() -> None:
    assert codes({"id": "01a212dd-76a5-7665-86bb-d0da539086ce"}) == {"id": ["unknown_field"]}


def test_an_unknown_field_inside_is_refused_where_it_is() -> None:
    assert codes({"options": {"tier": "rules", "colour": "red"}}) == {"options": {"colour": ["unknown_field"]}}


def test_all_complaints_come_at_once() -> None:
    body = {"text": "x" * 21, "count": "5", "colour": "red", "kind": "c"}
    assert codes(body) == {
        "text": ["max_length"],
        "count": ["invalid_type"],
        "colour": ["unknown_field"],
        "kind": ["invalid_choice"],
    }


@pytest.mark.parametrize("body", [[], "text", 5, None, True])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    assert set(codes(body)) == {"non_field_errors"}


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x\udfffy"])
@pytest.mark.parametrize("place", ["text", "kind", "names", "free", "deep", "name inside"])
def test_text_that_can_not_be_stored_is_refused_anywhere(text: str, place: str) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "text": {"text": text},
        "kind": {"kind": text},
        "names": {"names": ["x", text]},
        "free": {"free": text},
        "deep": {"free": [{"a": [text]}]},
        "name inside": {"free": {text: 1}},
    }
    (name,) = bodies[place]
    assert codes(bodies[place]) == {name: ["unstorable_text"]}


def test_the_name_of_an_unknown_field_can_always_be_shown() -> None:
    (name,) = codes({"\ud800" * 200: 1})
    assert name.encode()
    assert len(name) == 80


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_does_not_have_is_refused(number: float) -> None:
    assert codes({"ratio": number}) == {"ratio": ["not_finite"]}
    assert codes({"free": [number]}) == {"free": ["not_finite"]}


def test_deep_nesting_is_walked_without_recursion() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert codes({"text": deep}) == {"text": ["invalid_type"]}


def test_the_values_of_a_form_are_all_text_and_still_count() -> None:
    parsed = OrderIn.parse(QueryDict("count=5&text=x"))
    assert (parsed["count"], parsed["text"]) == (5, "x")


def test_what_is_not_in_a_form_is_not_said() -> None:
    assert OrderIn.parse(QueryDict("text=x")) == {"text": "x"}
    assert OrderIn.parse(QueryDict("flag=false")) == {"flag": False}


def test_a_form_without_what_has_to_be_said_is_refused_and_one_without_what_has_a_default_takes_it() -> None:
    class BoxesIn(StrictSerializer[Any]):
        needed = serializers.BooleanField()
        given = serializers.BooleanField(default=True)

    with pytest.raises(ValidationError) as refused:
        BoxesIn.parse(QueryDict(""))
    assert refused.value.get_codes() == {"needed": ["required"]}
    assert BoxesIn.parse(QueryDict("needed=true")) == {"needed": True, "given": True}


@given(st.text())
def test_what_is_called_storable_can_be_encoded(text: str) -> None:
    assert is_storable(text) == ("\0" not in text)
    assert not is_storable(text + "\ud900")
