"""The product, running on servers of its own, and ways to people it and to call it."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass
from functools import cache, cached_property
from types import TracebackType
from typing import Any, Self, TypeVar
from unittest.mock import patch
from uuid import UUID, uuid4

import httpx

from tonebridge.devstack import programs
from tonebridge.devstack.embedded.ports import LOOPBACK, free_port
from tonebridge.devstack.session_servers import SessionServers
from tonebridge.devstack.supervision.process import Process

PASSWORD = "correct horse battery staple"  # noqa: S105 - of people who live for a minute
Json = Any  # whatever an answer holds
Made = TypeVar("Made")
BEHIND_A_PROXY = {"TONEBRIDGE_TRUSTED_PROXIES": "127.0.0.1/32"}
"""For a web server that believes what drills say of their addresses."""
ANOTHER = {"TONEBRIDGE_WORKERS": "2"}
"""For one beside that of `base_url`: what is told in one has to reach the other."""
PATIENCE_S = 60.0
"""How long a drill itself waits for an answer that it says nothing about: a slow machine is late, and no drill fails for that."""
UNHURRIED = {"TONEBRIDGE_DEADLINE_S": f"{PATIENCE_S:g}", "TONEBRIDGE_MOST_WAIT_S": f"{PATIENCE_S:g}"}
"""The product's own limits of time, for drills' web servers: where a machine is slow, it would refuse what is asked, and not be late."""
ROOM = httpx.Limits(max_connections=None, max_keepalive_connections=None)
"""For a client of many threads: a pool that holds too many connections closes a silent one which a thread was just given,
and that thread's call fails (encode/httpcore#1110)."""


@dataclass(frozen=True)
class Tenant:
    """An organization with one person and a key that may do everything."""

    organization_id: UUID
    user_id: UUID
    email: str
    key_id: UUID
    key: str


class World:
    """Embedded servers in a temporary folder, migrated, as the web role; the web server starts when it is called."""

    def __enter__(self) -> Self:
        self._servers = SessionServers(all_roles=True)
        self._others: list[Process] = []
        self._webs: dict[frozenset[tuple[str, str]], tuple[str, Process]] = {}
        self._made, self._made_here = dict[Callable[[], Any], Any](), ExitStack()
        self._servers.name_in_environment()
        os.environ["DJANGO_SETTINGS_MODULE"] = "tonebridge.settings.local"
        os.environ["TONEBRIDGE_DB_POOL"] = "true"  # as in a web process
        os.environ.setdefault("TONEBRIDGE_LOG_LEVEL", "CRITICAL")
        try:
            self._servers.start()
            self._migrate()
        except BaseException:
            self._servers.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if "_client" in vars(self):
            self._client.close()
        self._servers.stop()
        self._made_here.close()

    def let_connections_go(self) -> None:
        """A fresh pool for the next drill: those that end threads and servers in the middle of work leave it battered."""
        from django.db import connections

        connections.close_all()
        connections["default"].close_pool()  # type: ignore[attr-defined]  # of PostgreSQL alone

    def call_work_off(self) -> None:
        """What a drill left undone would keep the workers of the next one busy: ten thousand messages, or jobs of its own kind."""
        from django.db import DatabaseError

        from tonebridge.queues.models import Job
        from tonebridge.tenancy.system import as_system

        with suppress(DatabaseError), as_system("drill"):
            Job.objects.filter(finished_at=None).delete()

    @property
    def servers(self) -> SessionServers:
        """For drills that look at the servers themselves."""
        return self._servers

    def _migrate(self) -> None:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, interactive=False)

    def tenant(self, name: str, *, plan: str = "benchmark") -> Tenant:
        """A new organization, called alike however often."""
        from apps.accounts.actions.create_account import create_account
        from apps.accounts.actions.issue_api_key import issue_api_key
        from apps.accounts.contracts import Scope
        from apps.accounts.queries.credentials import principal_of_user
        from tonebridge.resilience import clock
        from tonebridge.tenancy.identity import acting_for

        email = f"{name}-{uuid4().hex[:8]}@example.com"
        with patch("django.contrib.auth.base_user.make_password", _hashed):
            user = create_account(
                email=email,
                password=PASSWORD,
                full_name=name,
                organization_name=name,
                plan_code=plan,
                verified_at=clock.now(),
            )
        organization_id = principal_of_user(user.pk, credential="drill:").organization_id
        with acting_for(organization_id):
            issued = issue_api_key(
                user_id=user.pk, organization_id=organization_id, name="drill", scopes=list(Scope), expires_at=None
            )
        return Tenant(organization_id, user.pk, email, issued.details.id, issued.secret)

    @property
    def base_url(self) -> str:
        """Of the web server without settings of its own."""
        return self.web()

    def web(self, **settings: str) -> str:
        """The base URL of a web server with more in its environment: started when it is first asked for, then the same for every
        drill, since a start takes five seconds of the processor. Who ends one or measures its memory starts their own (`start_web`).
        """
        wanted = frozenset(settings.items())
        if wanted not in self._webs:
            self._webs[wanted] = self._start_web(settings)
        return self._webs[wanted][0]

    def end_webs(self) -> None:
        """Stop those with settings of their own, once nobody asks for them any more: an idle one takes a fiftieth of a core."""
        for wanted in [each for each in self._webs if each]:
            self._servers.end(self._webs.pop(wanted)[1])

    def made(self, make: Callable[[], AbstractContextManager[Made]]) -> Made:
        """What `make` makes, entered when it is first asked for, then the same for every drill, left with the world."""
        if make not in self._made:
            self._made[make] = self._made_here.enter_context(make())
        found: Made = self._made[make]
        return found

    def start_web(self, **settings: str) -> str:
        """Another web server for the drill that runs, with more in its environment; its base URL."""
        base, process = self._start_web(settings)
        self._others.append(process)
        return base

    def end_others(self) -> None:
        """Stop what a drill started for itself: each holds connections of the database."""
        while self._others:
            self._servers.end(self._others.pop())

    def _start_web(self, settings: dict[str, str]) -> tuple[str, Process]:
        port = free_port()
        env = {
            **programs.without_owner(os.environ),
            "TONEBRIDGE_PORT": str(port),
            "TONEBRIDGE_BASE_URL": f"http://{LOOPBACK}:{port}",
            "TONEBRIDGE_REFUSED_PER_MINUTE": "1000000",  # all drills come from one address
            **UNHURRIED,
            **settings,
        }
        logs = self._servers.home / "logs"
        process = self._servers.run(programs.web(env, logs, port), lambda: programs.web_answers(port))
        return f"http://{LOOPBACK}:{port}", process

    @cached_property
    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self.base_url, timeout=PATIENCE_S, limits=ROOM)

    def call(self, tenant: Tenant | None, method: str, path: str, body: Json = None, **headers: str) -> httpx.Response:
        """One call of the front door, with the tenant's key. Underscores in headers are dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        shown = {"X-API-Key": tenant.key} if tenant else {}
        sent = {"json": body} if body is not None else {}
        return self._client.request(method, path, headers=shown | named, **sent)

    def transform(self, tenant: Tenant, text: str = "明日までに直せ。") -> UUID:
        """The id of an answered transform. Raises AssertionError where it was refused."""
        answer = self.call(tenant, "POST", "/api/v1/transform", {"text": text, "transformation_type": "soften"})
        if answer.status_code != httpx.codes.OK:
            raise AssertionError(f"{answer.status_code} {answer.text}")
        return UUID(answer.json()["id"])


@cache
def _hashed(password: str) -> str:
    """As the product hashes it, once for all who are made here: it is made to take half a second of the processor, and a run
    of drills makes hundreds of people."""
    from django.contrib.auth.hashers import make_password

    return make_password(password)
