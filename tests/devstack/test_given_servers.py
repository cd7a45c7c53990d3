"""Servers that the environment names: which variable wins, and one sentence for each thing that can be wrong."""

import os

import pytest

from tonebridge.devstack.embedded.ports import free_port
from tonebridge.devstack.failures import CannotStart
from tonebridge.devstack.given import check_database, check_keeper, given_servers


def test_redis_url_serves_cache_and_broker() -> None:
    assert given_servers({"REDIS_URL": "redis://h"}) == {
        "cache": ("REDIS_URL", "redis://h"),
        "broker": ("REDIS_URL", "redis://h"),
    }


def test_the_more_precise_variable_wins() -> None:
    found = given_servers({"REDIS_URL": "redis://both", "CACHE_URL": "redis://mine"})
    assert found["cache"] == ("CACHE_URL", "redis://mine")
    assert found["broker"] == ("REDIS_URL", "redis://both")


def test_an_empty_variable_names_nothing() -> None:
    assert given_servers({"DATABASE_URL": "", "REDIS_URL": ""}) == {}


def test_the_sessions_own_servers_pass() -> None:
    check_database("DATABASE_URL", os.environ["DATABASE_URL"])
    check_keeper("REDIS_URL", os.environ["REDIS_URL"])


@pytest.mark.parametrize("url", ["localhost", "mysql://h/db", "postgres://h:port/db", "postgres:///", "postgres://h/"])
def test_a_malformed_database_url_is_shown_the_right_form(url: str) -> None:
    with pytest.raises(CannotStart, match=r"DATABASE_URL.*postgres://user:password@host:5432/name"):
        check_database("DATABASE_URL", url)


@pytest.mark.parametrize("url", ["localhost:6379", "http://h", "redis://h:port/0", "redis:///0"])
def test_a_malformed_redis_url_is_shown_the_right_form(url: str) -> None:
    with pytest.raises(CannotStart, match=r"REDIS_URL.*redis://:password@host:6379/0"):
        check_keeper("REDIS_URL", url)


def test_an_unreachable_database_is_named_without_its_password() -> None:
    with pytest.raises(CannotStart) as refusal:
        check_database("DATABASE_URL", f"postgres://me:hidden@127.0.0.1:{free_port()}/tonebridge")
    sentence = str(refusal.value)
    assert "Connection refused" in sentence
    assert "unset it to use the embedded one" in sentence
    assert "hidden" not in sentence
    assert "\n" not in sentence


def test_a_wrong_database_name_is_the_reason_shown() -> None:
    wrong = os.environ["DATABASE_URL"].rpartition("/")[0] + "/missing"
    with pytest.raises(CannotStart, match='"missing" does not exist'):
        check_database("DATABASE_URL", wrong)


def test_an_unreachable_redis_is_named_without_its_password() -> None:
    with pytest.raises(CannotStart, match=r"REDIS_URL: Redis at 127.0.0.1:") as refusal:
        check_keeper("REDIS_URL", f"redis://:hidden@127.0.0.1:{free_port()}/0")
    assert "hidden" not in str(refusal.value)


def test_a_wrong_redis_password_is_the_reason_shown() -> None:
    address = os.environ["REDIS_URL"].rpartition("@")[2]
    with pytest.raises(CannotStart, match=r"REDIS_URL: .*(WRONGPASS|invalid username-password)"):
        check_keeper("REDIS_URL", f"redis://:wrong@{address}")
