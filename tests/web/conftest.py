"""Pages as a browser without JavaScript sees them."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Person
from tests.web.browsing import Browser


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def browser(plans: None) -> Browser:
    """Somebody who hasn't signed in, reading English."""
    return Browser(Client(headers={"accept-language": "en"}))


@pytest.fixture
def as_(plans: None) -> Callable[[Person], Browser]:
    """The browser of a person of the cast, signed in through the page."""

    def signed_in(person: Person) -> Browser:
        browser = Browser(Client(headers={"accept-language": "en"}))
        browser.post("/sign-in/", {"email": person.user.email, "password": person.password})
        return browser

    return signed_in
