"""Another language without JavaScript: what was typed comes along, and nothing is sent, kept or counted."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from apps.accounts.models import UsageCounter
from apps.transform.models import Transformation
from tests.cast import Person
from tests.web.browsing import Browser
from tests.web.test_workspace import FORM

TYPED = "明日17時までに直せ。\n<b>3件</b>" + "あ" * 600
PAGES = {"/": FORM | {"text": TYPED, "intensity": "3"}, "/read/": {"text": TYPED, "receiver_role": "営業"}}


@pytest.mark.parametrize("path", PAGES)
def test_what_is_typed_stays_when_the_language_changes(browser: Browser, path: str) -> None:
    first = browser.get(path)
    assert f'formaction="{path}" formnovalidate name="page_language" value="ja"' in first.html
    page = browser.post(path, PAGES[path] | {"page_language": "ja"})
    assert page.status == 200
    assert "あ" * 600 in page.html and "&lt;b&gt;3件&lt;/b&gt;" in page.html
    assert 'lang="ja" aria-pressed="true"' in page.html
    assert 'lang="ja" aria-pressed="true"' in browser.get(path).html


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_done_with_it(as_: Callable[[Person], Browser], alice: Person, path: str) -> None:
    as_(alice).post(path, PAGES[path] | {"page_language": "en"})
    assert not Transformation.objects.exists() and not UsageCounter.objects.exists()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_stays_whose_it_was_when_only_its_language_changes(
    as_: Callable[[Person], Browser], browser: Browser, alice: Person, path: str
) -> None:
    owner = re.search(r'name="owner" value="([^"]+)"', as_(alice).get(path).html)
    assert owner
    page = browser.post(path, PAGES[path] | {"owner": owner[1], "page_language": "en"})
    assert f'name="owner" value="{owner[1]}"' in page.html
    assert browser.post(path, PAGES[path] | {"text": "直せ。", "owner": owner[1]}).status == 401


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_somebody_else_can_not_change_it(plans: None, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path, PAGES[path] | {"page_language": "en"})
    assert answer.status_code == 403 and "django_language" not in answer.cookies


def test_a_language_that_there_is_not_changes_nothing(browser: Browser) -> None:
    page = browser.post("/", FORM | {"page_language": "xx"})
    assert page.status == 200 and 'id="result-text"' in page.html
