"""Somebody at a page of ours: a session's cookie, and calls of the API as the page's scripts make them."""

from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from tests.cast import Person
from tests.front_door import FrontDoor

OURS = "http://127.0.0.1"
SECRET = "a" * 32


class BesideTheApi(Client):
    """Django's client connects these signals again, and would close the connection behind the visitor's back."""

    def request(self, **more: Any) -> Any:  # Django's own signature
        try:
            return super().request(**more)
        finally:
            for signal in (request_started, request_finished):
                signal.disconnect(close_old_connections)


@dataclass(frozen=True)
class Page:
    """One browser in which the person is signed in."""

    person: Person
    client: Client

    @classmethod
    def of(cls, person: Person) -> "Page":
        """Sign in."""
        client = BesideTheApi()
        client.force_login(person.user)
        return cls(person, client)

    @property
    def cookie(self) -> str:
        """The session's."""
        return f"sessionid={self.client.cookies['sessionid'].value}"

    def door(self, visitor: FrontDoor) -> FrontDoor:
        """The front door as the page's scripts call it."""
        return visitor.as_(Cookie=f"{self.cookie}; csrftoken={SECRET}", X_CSRFToken=SECRET, Origin=OURS)
