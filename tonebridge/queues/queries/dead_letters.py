"""Dead letters, for the operators."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from tonebridge.errors import NotFound
from tonebridge.queues import envelope
from tonebridge.queues.contracts import DeadLetterView
from tonebridge.queues.models import DeadLetter
from tonebridge.queues.payload import only_ids
from tonebridge.security.encryption import EncryptionError


def dead_letters(*, limit: int, replayed: bool = False) -> list[DeadLetterView]:
    """The newest letters that wait for someone; with `replayed`, all of them."""
    letters = DeadLetter.objects.all() if replayed else DeadLetter.objects.filter(replayed_at=None)
    return [letter.view() for letter in letters.order_by("-created_at")[:limit]]


def dead_letter(letter_id: UUID) -> DeadLetterView:
    """One letter, opened. Raises NotFound."""
    letter = DeadLetter.objects.filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    return replace(letter.view(), job=asked_of(letter))


def asked_of(letter: DeadLetter) -> Mapping[str, Any] | None:
    """What was asked of its job, as far as it is ids. None where it was no job's, or is sealed with a key that is gone."""
    with suppress(EncryptionError):
        asked = envelope.read(letter.envelope).job if letter.envelope else None
        return cast(Mapping[str, Any], only_ids(asked)) if asked else None
    return None
