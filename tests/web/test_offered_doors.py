"""No page offers its reader a door that refuses their role."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse

from apps.accounts.contracts import Principal, Role
from apps.accounts.queries import pages
from apps.accounts.queries.credentials import principal_of_session
from tests.cast import Person, colleague
from tests.web.browsing import Browser

As = Callable[[Person], Browser]
MESSAGE = {"text": "明日までに直せ。", "transformation_type": "soften", "intensity": "2"}
OUTSIDE = re.compile(r"/(?:api|static)/|//")


def links_of(answer: object) -> set[str]:
    """Where a page leads to within the product, without queries and fragments; of what is no page, nowhere."""
    if not isinstance(answer, HttpResponse) or "text/html" not in answer.headers.get("Content-Type", ""):
        return set()
    found = re.findall(r'<a\b[^>]*\bhref="(/[^"#?]*)', answer.content.decode())
    return {unescape(link) for link in found if not OUTSIDE.match(link)}


def statuses_of_all_links(browser: Browser) -> dict[str, int]:
    """Every page that can be reached by links from the workspace, and how it answers."""
    found, waiting = dict[str, int](), {"/"}
    while waiting:
        path = waiting.pop()
        answer = browser.client.get(path, follow=True)
        found[path] = answer.status_code
        waiting |= links_of(answer) - found.keys()
    return found


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MEMBER, Role.ADMIN])
def test_every_link_leads_somewhere_whatever_ones_role(as_: As, alice: Person, role: Role) -> None:
    as_(alice).post("/", MESSAGE)
    found = statuses_of_all_links(as_(colleague("dora", alice, role)))
    assert {"/history/", "/team/", "/api-keys/", "/usage/"} <= found.keys()
    assert {path: status for path, status in found.items() if status >= 400} == {}


@pytest.mark.parametrize("path", ["/", "/team/", "/security/", "/nowhere/"])
def test_a_viewers_navigation_leaves_out_what_they_may_not_open(as_: As, alice: Person, bob: Person, path: str) -> None:
    viewer = as_(colleague("vera", alice, Role.VIEWER))
    assert viewer.get("/glossary/").status == viewer.get("/jobs/").status == 403
    assert not {"Glossary", "Jobs"} & set(viewer.get(path).links())
    assert {"Glossary", "Jobs", "History"} <= set(as_(bob).get(path).links())


def test_a_role_that_changes_shows_at_once(as_: As, alice: Person, bob: Person) -> None:
    browser = as_(bob)
    bob.user.memberships.update(role=Role.VIEWER)
    assert "Jobs" not in browser.get("/team/").links()
    bob.user.memberships.update(role=Role.MEMBER)
    assert "Jobs" in browser.get("/team/").links()


def test_a_page_looks_its_reader_up_once(as_: As, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, asked = as_(alice), list[str]()

    def noting(session_key: str) -> Principal | None:
        asked.append(session_key)
        return principal_of_session(session_key)

    monkeypatch.setattr(pages, "principal_of_session", noting)
    assert "Jobs" in browser.get("/team/").links()
    assert len(asked) == 1
