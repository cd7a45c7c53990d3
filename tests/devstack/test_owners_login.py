"""Whose login a program gets."""

from tonebridge.devstack.programs import without_owner

SERVERS = {"DATABASE_URL": "postgres://web@h/d", "DATABASE_OWNER_URL": "postgres://owner@h/d", "HOME": "/"}


def test_programs_that_serve_do_not_get_the_owners_login() -> None:
    given = SERVERS | {"DATABASE_SYSTEM_URL": "postgres://system@h/d", "DATABASE_OWNER_URL_FILE": "/a/file"}
    assert set(without_owner(given)) == {"DATABASE_URL", "DATABASE_SYSTEM_URL", "HOME"}


def test_where_there_is_no_role_for_tasks_the_owner_goes_on_doing_them() -> None:
    assert without_owner(SERVERS) == SERVERS
