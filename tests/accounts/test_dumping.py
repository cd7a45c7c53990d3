"""What the search for traces finds, and what it takes for chance."""

import pytest
from django.contrib.sessions.models import Session

from tests.accounts.dumping import tables_with
from tonebridge.resilience import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("data", ["eJxVbob8:1w", ".eJx-bob-Q", "QmFzZTY0bob", "BOB_:1x"])
def test_letters_within_compressed_data_are_chance(data: str) -> None:
    Session.objects.create(session_key="chance", session_data=data, expire_date=clock.now())
    assert tables_with("bob") == []


@pytest.mark.parametrize(
    "text", ["bob", "Bob's key", "bob@example.com", '{"name": "Bob"}', "bobの請求書", "株式会社bob", "to\nbob\tand"]
)
def test_a_name_in_plain_words_is_found(text: str) -> None:
    Session.objects.create(session_key="plain", session_data=text, expire_date=clock.now())
    assert tables_with("bob") == ["django_session"]
