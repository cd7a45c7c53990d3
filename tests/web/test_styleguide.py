"""The living style guide."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from tests.cast import Person
from tests.web.browsing import Browser

As = Callable[[Person], Browser]


def test_staff_alone_see_it(browser: Browser, as_: As, alice: Person) -> None:
    assert browser.get("/styleguide/").location.startswith("/sign-in/")
    assert as_(alice).get("/styleguide/").status == 403
    alice.user.is_staff = True
    alice.user.save(update_fields=["is_staff"])
    assert as_(alice).get("/styleguide/").status == 200


def test_every_colour_of_the_pages_is_on_it(as_: As, alice: Person) -> None:
    alice.user.is_staff = True
    alice.user.save(update_fields=["is_staff"])
    paints = (Path(settings.STATICFILES_DIRS[0]) / "css" / "styleguide.css").read_text(encoding="utf-8")
    html = as_(alice).get("/styleguide/").html
    shown = [word.split('"')[0] for word in html.split('class="paint')[1:]]
    assert len(shown) > 15
    assert [name for name in shown if f".paint{name} {{ fill: var({name}); }}" not in paints] == []


def test_days_of_its_chart_are_in_the_readers_language(as_: As, alice: Person) -> None:
    alice.user.is_staff = True
    alice.user.save(update_fields=["is_staff"])
    browser = as_(alice)
    assert "Mon" in browser.get("/styleguide/").words
    page = browser.reading("ja").get("/styleguide/").words
    assert "月" in page and "Mon" not in page
