"""What an API key looks like, and what isn't one."""

import string

from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.credentials.api_keys import digest_of, is_key_of, make_api_key, prefix_of

KEY = make_api_key()
POSITIONS = st.integers(len("tb_live_"), len(KEY.raw) - 1)


def test_a_key_tells_its_prefix_and_matches_its_digest() -> None:
    assert prefix_of(KEY.raw) == KEY.prefix
    assert is_key_of(KEY.raw, KEY.digest)
    assert not is_key_of(make_api_key().raw, KEY.digest)


def test_the_secret_part_is_43_characters_long() -> None:
    kind, environment, prefix, secret = KEY.raw.split("_")
    assert (kind, environment, len(prefix), len(secret)) == ("tb", "live", 8, 43)


def test_the_digest_is_of_the_whole_key() -> None:
    assert digest_of(KEY.raw) == KEY.digest != digest_of(KEY.raw[:-1])


@given(at=POSITIONS, typed=st.sampled_from(string.ascii_letters + string.digits))
def test_one_wrong_character_is_noticed_without_asking_anyone(at: int, typed: str) -> None:
    mistyped = KEY.raw[:at] + typed + KEY.raw[at + 1 :]
    assert (prefix_of(mistyped) is None) == (mistyped != KEY.raw)


@given(st.text(max_size=80))
def test_other_text_is_no_key(text: str) -> None:
    assert prefix_of(text) is None
    assert prefix_of("tb_live_" + text) is None
