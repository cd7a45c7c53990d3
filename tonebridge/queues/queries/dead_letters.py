"""Dead letters, for the operators."""

from uuid import UUID

from tonebridge.errors import NotFound
from tonebridge.queues.contracts import DeadLetterView
from tonebridge.queues.models import DeadLetter


def dead_letters(*, limit: int, replayed: bool = False) -> list[DeadLetterView]:
    """The newest letters that wait for someone; with `replayed`, all of them."""
    letters = DeadLetter.objects.all() if replayed else DeadLetter.objects.filter(replayed_at=None)
    return [letter.view() for letter in letters.order_by("-created_at")[:limit]]


def dead_letter(letter_id: UUID) -> DeadLetterView:
    """One letter. Raises NotFound."""
    letter = DeadLetter.objects.filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    return letter.view()
