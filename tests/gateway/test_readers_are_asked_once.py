"""Whose session a request shows is looked up once, whoever of the layers asks, and where it is nobody's, too."""

import pytest
from django.conf import settings as configured
from pytest_django import Settings

from tests.front_door import FrontDoor
from tonebridge.gateway.backends import callers


def test_a_session_that_is_nobodys_is_looked_up_once_for_a_stream(
    visitor: FrontDoor, plans: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ROOT_URLCONF = "tests.gateway.streamed_page"
    asked = list[str]()
    monkeypatch.setattr(callers, "of_session", asked.append)
    door = visitor.as_(Cookie=f"{configured.SESSION_COOKIE_NAME}=nobodys")
    assert door.get("/streamed/export/").text == "one, two"
    assert asked == ["nobodys"]
