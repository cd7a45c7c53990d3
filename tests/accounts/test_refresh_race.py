"""Refresh tokens work once, however many callers come at the same moment."""

import pytest

from apps.accounts.actions.refresh_tokens import refresh_tokens
from apps.accounts.models import TokenFamily
from tests.accounts.racing import at_once
from tests.cast import Person
from tonebridge.errors import InvalidToken


@pytest.mark.django_db(transaction=True)
def test_of_eight_racing_callers_exactly_one_is_answered(alice: Person) -> None:
    def attempt() -> bool:
        try:
            refresh_tokens(refresh=alice.refresh_token)
        except InvalidToken:
            return False
        return True

    assert sum(at_once(8, attempt)) == 1
    assert TokenFamily.objects.get(user=alice.user).revoked_at is not None
