"""Somebody at a page of ours: a session's cookie, and calls of the API as the page's scripts make them."""

from dataclasses import dataclass

from django.test import Client

from tests.cast import Person
from tests.front_door import FrontDoor

OURS = "http://127.0.0.1"
SECRET = "a" * 32


@dataclass(frozen=True)
class Page:
    """One browser in which the person is signed in."""

    person: Person
    client: Client

    @classmethod
    def of(cls, person: Person) -> "Page":
        """Sign in."""
        client = Client()
        client.force_login(person.user)
        return cls(person, client)

    @property
    def cookie(self) -> str:
        """The session's."""
        return f"sessionid={self.client.cookies['sessionid'].value}"

    def door(self, visitor: FrontDoor) -> FrontDoor:
        """The front door as the page's scripts call it."""
        return visitor.as_(Cookie=f"{self.cookie}; csrftoken={SECRET}", X_CSRFToken=SECRET, Origin=OURS)
