"""Large forms of pages, through the front door: a member's is taken, a visitor's is not read."""

import pytest
from django.conf import settings

from apps.accounts.contracts import Principal
from apps.accounts.queries.credentials import principal_of_session
from tests.cast import Person
from tests.front_door import FrontDoor
from tonebridge.gateway.backends import callers

LINES = "\n".join(f"{number},{number} 番の資料を明日17時までに直せ。" for number in range(3_000))
FILE = {"file": ("messages.csv", f"id,text\n{LINES}".encode())}


def signed_in(visitor: FrontDoor, person: Person) -> FrontDoor:
    """The door with the cookies of a page's session and its token."""
    shown = visitor.get("/sign-in/")
    token = shown.cookies["csrftoken"]
    form = {"email": person.user.email, "password": person.password, "csrfmiddlewaretoken": token}
    answer = visitor.as_(Cookie=f"csrftoken={token}").request("POST", "/sign-in/", data=form)
    session = answer.cookies[settings.SESSION_COOKIE_NAME]
    fresh = answer.cookies.get("csrftoken") or token
    jar = f"csrftoken={fresh}; {settings.SESSION_COOKIE_NAME}={session}"
    return visitor.as_(Cookie=jar, X_CSRFToken=fresh, Origin="http://127.0.0.1")


def test_a_members_large_file_is_read(visitor: FrontDoor, alice: Person) -> None:
    assert len(FILE["file"][1]) > settings.BODY_BYTES_BEFORE_CREDENTIALS
    answer = signed_in(visitor, alice).request("POST", "/jobs/columns/", files=FILE)
    assert (answer.status_code, answer.json()["count"]) == (200, 3_000)


def test_whose_session_it_is_is_looked_up_once_before_it_is_read(
    visitor: FrontDoor, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, asked = signed_in(visitor, alice), list[str]()

    def counted(session: str) -> Principal | None:
        asked.append(session)
        return principal_of_session(session)

    monkeypatch.setattr(callers, "of_session", counted)
    assert door.request("POST", "/jobs/columns/", files=FILE).status_code == 200
    assert len(asked) == 1


def test_a_visitors_is_not_and_they_are_asked_to_sign_in(visitor: FrontDoor, plans: None) -> None:
    made_up = visitor.as_(Cookie=f"{settings.SESSION_COOKIE_NAME}={'a' * 32}")
    for door in (visitor, made_up):
        answer = door.request("POST", "/jobs/columns/", files=FILE)
        assert (answer.status_code, answer.headers["location"]) == (302, "/sign-in/?next=/")
        assert answer.headers["connection"] == "close"
