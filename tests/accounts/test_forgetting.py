"""What has served its time is thrown away, and nothing else."""

from datetime import timedelta

from apps.accounts.actions.charge_usage import charge_usage
from apps.accounts.actions.claim_idempotency_key import claim_idempotency_key
from apps.accounts.actions.refresh_tokens import refresh_tokens
from apps.accounts.models import IdempotencyKey, TokenFamily, UsageCounter
from apps.accounts.tasks import forget_expired
from tests.cast import Person
from tonebridge.resilience import clock


def leave_traces(person: Person) -> None:
    charge_usage(principal=person.principal, characters=10)
    claim_idempotency_key(principal=person.principal, key="order-17", request_hash="a request")


def test_what_is_still_needed_stays(alice: Person) -> None:
    leave_traces(alice)
    with clock.frozen(clock.now() + timedelta(hours=23)):
        forget_expired()
    assert UsageCounter.objects.count() == 3
    assert IdempotencyKey.objects.exists()
    assert refresh_tokens(refresh=alice.refresh_token)


def test_after_a_day_minutes_and_idempotency_keys_go(alice: Person) -> None:
    leave_traces(alice)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        forget_expired()
    assert set(UsageCounter.objects.values_list("period", flat=True)) == {"day", "month"}
    assert not IdempotencyKey.objects.exists()
    assert TokenFamily.objects.exists()


def test_after_two_weeks_a_sign_in_that_was_not_refreshed_goes(alice: Person) -> None:
    with clock.frozen(clock.now() + timedelta(days=15)):
        forget_expired()
    assert not TokenFamily.objects.exists()
