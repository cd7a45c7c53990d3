"""A database for a product that a session of tests starts: on the session's server, migrated already."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg

from tonebridge.devstack.embedded.postgres import OWNER, SYSTEM, WEB
from tonebridge.devstack.template_database import TEMPLATE

ROLES = {"DATABASE_URL": WEB, "DATABASE_SYSTEM_URL": SYSTEM, "DATABASE_OWNER_URL": OWNER}


@contextmanager
def copied_database() -> Iterator[Mapping[str, str]]:
    """Its addresses for the three roles, by the variable that names each; none where the session's server has nothing to copy."""
    server, name = os.environ["DATABASE_URL"], f"product_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            yield {}
            return
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}".encode())
        try:
            yield {variable: _as(role, server, name) for variable, role in ROLES.items()}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _as(role: str, server: str, name: str) -> str:
    parts = urlsplit(server)
    return parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}", path=f"/{name}").geturl()
