"""Two-step sign-in, through the front door."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from math import log2

import httpx
import pytest

from apps.accounts.actions.confirm_second_factor import confirm_second_factor
from apps.accounts.actions.pass_second_factor import pass_second_factor
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.credentials.backup_codes import ALPHABET, digest_of, new_backup_codes
from apps.accounts.credentials.totp import code_at, matching_step, provisioning_uri, step_at
from apps.accounts.models import BackupCode, SecondFactor
from tests.accounts.racing import at_once
from tests.cast import Person, code_now, switched_on
from tests.front_door import Api, FrontDoor
from tonebridge.errors import RateLimited, Unauthorized
from tonebridge.resilience import clock

TWO_FACTOR, TOKEN = "/api/v1/auth/two-factor", "/api/v1/auth/token"
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOON = datetime.fromisoformat("2026-11-25T12:00:10+00:00")


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, the last six digits of SHA-1's."""
    assert code_at(RFC_SECRET, seconds // 30) == code


@pytest.mark.parametrize(("off_s", "accepted"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_devices_clock_may_be_a_step_away(off_s: int, accepted: bool) -> None:
    code = code_at(RFC_SECRET, step_at(NOON + timedelta(seconds=off_s)))
    assert (matching_step(RFC_SECRET, code, NOON) is not None) is accepted


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "12345\n"])
def test_what_has_not_the_form_of_a_code_is_none(code: str) -> None:
    assert matching_step(RFC_SECRET, code, NOON) is None


def test_an_authenticator_learns_whose_code_it_is() -> None:
    uri = provisioning_uri(RFC_SECRET, issuer="ToneBridge", account="a b@example.com")
    assert uri.startswith("otpauth://totp/ToneBridge:a%20b%40example.com?secret=" + RFC_SECRET)


def entering(door: FrontDoor, person: Person, code: str | None = None) -> httpx.Response:
    shown = {} if code is None else {"code": code}
    return door.post(TOKEN, {"email": person.user.email, "password": person.password} | shown)


def why(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["code"]


def test_alice_switches_it_on_with_a_first_code(api: Api, alice: Person) -> None:
    door = api(alice)
    secret = door.post(TWO_FACTOR).json()["secret"]
    assert door.get(TWO_FACTOR).json() == {"enabled": False, "backup_codes_left": 0}
    codes = door.post(f"{TWO_FACTOR}/confirm", {"code": code_now(secret)}).json()["backup_codes"]
    assert len(set(codes)) == 10
    assert door.get(TWO_FACTOR).json() == {"enabled": True, "backup_codes_left": 10}


def test_a_sign_in_asks_for_the_code(visitor: FrontDoor, alice: Person) -> None:
    secret, _codes = switched_on(alice.user)
    assert why(entering(visitor, alice)) == (401, "second_factor_required")
    assert why(entering(visitor, alice, "000000")) == (401, "second_factor_wrong")
    assert entering(visitor, alice, code_now(secret)).status_code == 200


def test_a_wrong_password_isnt_asked_for_a_code(visitor: FrontDoor, alice: Person) -> None:
    switched_on(alice.user)
    answer = visitor.post(TOKEN, {"email": alice.user.email, "password": "a guess"})
    assert (answer.status_code, answer.json()["errors"]) == (401, [])


def test_a_code_is_good_once(visitor: FrontDoor, alice: Person) -> None:
    secret, _codes = switched_on(alice.user)
    code = code_now(secret)
    assert entering(visitor, alice, code).status_code == 200
    assert why(entering(visitor, alice, code)) == (401, "second_factor_wrong")


def test_the_code_that_switched_it_on_opens_nothing(visitor: FrontDoor, alice: Person) -> None:
    secret = set_up_second_factor(user_id=alice.user.id).secret
    confirm_second_factor(user_id=alice.user.id, code=code_now(secret))
    assert why(entering(visitor, alice, code_now(secret))) == (401, "second_factor_wrong")


def test_a_code_older_than_one_that_was_accepted_is_refused(visitor: FrontDoor, alice: Person) -> None:
    secret, _codes = switched_on(alice.user)
    assert entering(visitor, alice, code_at(secret, step_at(NOON) + 1)).status_code == 200
    assert why(entering(visitor, alice, code_now(secret))) == (401, "second_factor_wrong")


def test_a_backup_code_stands_in_once_however_it_is_typed(visitor: FrontDoor, alice: Person) -> None:
    _secret, codes = switched_on(alice.user)
    assert entering(visitor, alice, codes[0].lower().replace("-", " ")).status_code == 200
    assert why(entering(visitor, alice, codes[0])) == (401, "second_factor_wrong")
    assert entering(visitor, alice, codes[1]).status_code == 200


def test_after_five_wrong_codes_even_the_right_one_waits(visitor: FrontDoor, alice: Person) -> None:
    secret, codes = switched_on(alice.user)
    assert [entering(visitor, alice, "000000").status_code for _ in range(6)] == [401] * 5 + [429]
    assert entering(visitor, alice, code_now(secret)).status_code == 429
    assert entering(visitor, alice, codes[0]).status_code == 429
    with clock.frozen(NOON + timedelta(minutes=16)):
        assert entering(visitor, alice, code_now(secret)).status_code == 200


def test_whoever_guesses_is_told_for_how_long_to_wait(api: Api, visitor: FrontDoor, alice: Person, bob: Person) -> None:
    switched_on(alice.user)
    set_up_second_factor(user_id=bob.user.id)
    confirming = [api(bob).post(f"{TWO_FACTOR}/confirm", {"code": "000000"}) for _ in range(6)][-1]
    signing_in = [entering(visitor, alice, "000000") for _ in range(6)][-1]
    assert [answer.status_code for answer in (confirming, signing_in)] == [429, 429]
    assert [answer.headers["retry-after"] for answer in (confirming, signing_in)] == ["900", "900"]


def test_backup_codes_are_long_and_can_be_read_aloud() -> None:
    codes = new_backup_codes()
    assert all(re.fullmatch(r"[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){5}", code) for code in codes)
    assert 24 * log2(len(ALPHABET)) >= 112


def test_whoever_holds_the_table_of_backup_codes_cannot_try_codes(alice: Person, bob: Person) -> None:
    secret, codes = switched_on(alice.user)
    kept = set(BackupCode.objects.values_list("digest", flat=True))
    plain = codes[0].replace("-", "")
    assert not kept & {sha256(each.encode()).hexdigest() for each in (codes[0], plain)}
    other, _theirs = switched_on(bob.user)
    assert digest_of(codes[0], secret) in kept and digest_of(codes[0], other) not in kept


def test_a_backup_code_from_before_goes_on_until_it_is_used(visitor: FrontDoor, alice: Person) -> None:
    switched_on(alice.user)
    BackupCode.objects.all().delete()
    BackupCode.objects.create(user=alice.user, digest=sha256(b"ABCDEFGHJKLMNPQR").hexdigest())
    assert entering(visitor, alice, "ABCD-EFGH-JKLM-NPQR").status_code == 200
    assert why(entering(visitor, alice, "ABCD-EFGH-JKLM-NPQR")) == (401, "second_factor_wrong")


def test_codes_are_kept_so_that_the_table_opens_nothing(alice: Person) -> None:
    secret, codes = switched_on(alice.user)
    assert codes[0] not in str(list(BackupCode.objects.values()))
    sealed = SecondFactor.objects.values_list("secret", flat=True).get()
    assert secret.encode() not in bytes(sealed)


def test_switching_it_off_takes_a_code(api: Api, visitor: FrontDoor, alice: Person) -> None:
    secret, _codes = switched_on(alice.user)
    assert why(api(alice).post(f"{TWO_FACTOR}/remove", {"code": "000000"})) == (401, "second_factor_wrong")
    assert api(alice).post(f"{TWO_FACTOR}/remove", {"code": code_now(secret)}).status_code == 204
    assert entering(visitor, alice).status_code == 200


def test_new_backup_codes_end_the_old_ones(api: Api, visitor: FrontDoor, alice: Person) -> None:
    secret, old = switched_on(alice.user)
    new = api(alice).post(f"{TWO_FACTOR}/backup-codes", {"code": code_now(secret)}).json()["backup_codes"]
    assert why(entering(visitor, alice, old[0])) == (401, "second_factor_wrong")
    assert entering(visitor, alice, new[0]).status_code == 200


def test_a_second_authenticator_needs_the_first_one_switched_off(api: Api, alice: Person) -> None:
    switched_on(alice.user)
    assert api(alice).post(TWO_FACTOR).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_of_eight_callers_with_one_code_one_gets_in(alice: Person) -> None:
    secret, _codes = switched_on(alice.user)
    code = code_now(secret)

    def enters() -> bool:
        with clock.frozen(NOON):
            try:
                pass_second_factor(user_id=alice.user.id, code=code)
            except (Unauthorized, RateLimited):
                return False
            return True

    assert sorted(at_once(8, enters)) == [False] * 7 + [True]
