"""Everybody who may stand before a door, and what they send."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.invite_member import invite_member
from apps.accounts.actions.refresh_tokens import refresh_tokens
from apps.accounts.contracts import Role, Scope
from apps.accounts.models import Membership, User
from tests.cast import Person, colleague, early_key, signed_in
from tests.front_door import FrontDoor
from tests.page import BesideTheApi, Page
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

Reach = tuple[int, str]
"""Status and Location of an answer."""


class Undo(Exception):
    """Ends a call's transaction without a trace."""


UNVERIFIED = "unverified"


def unverified_owner(of: Person) -> Person:
    """Another owner, who may do everything but what takes a verified address."""
    person = colleague(UNVERIFIED, of, Role.OWNER)
    person.user.email_verified_at = None
    person.user.save(update_fields=["email_verified_at"])
    return person


@dataclass
class House:
    """One organization with a person a role, and a door for each caller."""

    visitor: FrontDoor
    owner: Person
    people: dict[str, Person]
    keys: dict[str, str]
    sessions: dict[str, str]
    """A browser's cookie for each person."""

    @classmethod
    def of(cls, visitor: FrontDoor, owner: Person) -> "House":
        named = {role.value: colleague(role.value, owner, role) for role in Role if role is not Role.OWNER}
        people = {"owner": owner, UNVERIFIED: unverified_owner(owner)} | named
        keys = {
            f"key:{scope.value}": create_api_key(principal=owner.principal, name="ci", scopes=[scope]).secret
            for scope in Scope
        }
        return cls(visitor, owner, people, keys, _sessions(people))

    def api(self, caller: str) -> FrontDoor:
        """By token, by key, or without anything."""
        if caller in self.keys:
            return self.visitor.as_(X_API_Key=self.keys[caller])
        person = self.people.get(caller)
        return self.visitor.as_(Authorization=f"Bearer {person.access_token}") if person else self.visitor

    def page(self, caller: str) -> Client:
        """By session, or without anything."""
        client = BesideTheApi(raise_request_exception=False, headers={"accept-language": "en"})
        if caller in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[caller]
        return client

    def an_hour_later(self) -> "House":
        """The same for those who signed in an hour ago, with tokens of a moment ago."""
        hour = timedelta(hours=1)
        people = {name: _refreshed(each, hour) for name, each in self.people.items()}
        with clock.frozen(clock.now() - hour):
            return replace(self, people=people, sessions=_sessions(people))

    def reach(self, caller: str, method: str, path: str, body: dict[str, Any]) -> Reach:
        """Status and Location of what the door answers; whatever the call changed is undone."""
        status, location, _text = self.answer(caller, method, path, body)
        return status, location

    def answer(self, caller: str, method: str, path: str, body: dict[str, Any]) -> tuple[int, str, str]:
        """The same with the text of the answer; of one that comes in parts, nothing."""
        answered: list[tuple[int, str, str]] = []
        cache.clear()
        with suppress(Undo), transaction.atomic():
            answered.append(self._answer(caller, method, self.filled(caller, path), self._filled_body(caller, body)))
            raise Undo
        return answered[0]

    def _answer(self, caller: str, method: str, path: str, body: dict[str, Any]) -> tuple[int, str, str]:
        if path.startswith(("/api/v1/", "/.well-known/", "/health", "/metrics")):
            form = path.endswith("/import")
            sent = {} if method == "GET" else {"data": body or {"x": "y"}} if form else {"json": body}
            answer = self.api(caller).request(method, path, **sent)
            return answer.status_code, answer.headers.get("Location", ""), answer.text
        ask: Callable[..., Any] = getattr(self.page(caller), method.lower())
        response = ask(path, body) if method in {"GET", "POST"} else ask(path)
        text = "" if response.streaming else response.content.decode("utf-8", "replace")
        return response.status_code, response.headers.get("Location", ""), text

    def filled(self, caller: str, path: str) -> str:
        """The path with real ids in it."""
        return re.sub(r"\{(\w+)\}", lambda found: str(self._sample(caller, found[1])), path)

    def _filled_body(self, caller: str, body: dict[str, Any]) -> dict[str, Any]:
        return {name: self.filled(caller, value) if isinstance(value, str) else value for name, value in body.items()}

    def _sample(self, caller: str, name: str) -> UUID | str:
        person = self.people.get(caller, self.owner)
        if name == "user_id":
            return _spare(self.owner)
        if name == "invitation_id":
            return invite_member(principal=self.owner.principal, email="x@example.com", role=Role.MEMBER).id
        if name == "key_id" and not person.principal.reads_only:
            return early_key(person.user.id, person.organization.id, Scope.HISTORY).details.id
        if name == "organization_id":
            return self.owner.organization.id
        return "x" if name == "token" else uuid7()


def _spare(of: Person) -> UUID:
    """Somebody more in the organization, who never signs in."""
    user = User.objects.create_user("spare@example.com", full_name="Spare", email_verified_at=clock.now())
    Membership.objects.create(user=user, organization=of.organization, role=Role.MEMBER.value)
    return user.id


def _sessions(people: dict[str, Person]) -> dict[str, str]:
    """A new sign-in of each in a browser of their own: once for all doors."""
    return {name: Page.of(person).client.cookies[settings.SESSION_COOKIE_NAME].value for name, person in people.items()}


def _refreshed(person: Person, ago: timedelta) -> Person:
    """Signed in so long ago, with a token that was refreshed just now."""
    with clock.frozen(clock.now() - ago):
        refresh = signed_in(person.user).refresh_token
    return replace(person, access_token=refresh_tokens(refresh=refresh).access)
