"""Warns of words that the sender's and the receiver's side would take differently."""

from dataclasses import asdict

from django.utils.translation import gettext_noop as _

from apps.analyze.actions.find_double_meanings import find_double_meanings
from apps.analyze.contracts import DoubleMeaning
from apps.transform.contracts import Caution, Language, TransformationType, TransformRequest
from apps.transform.rewriting.reader import in_reader_language
from apps.transform.rewriting.roles.audience import side_of

CODE = "double_meaning"
SAYS = _(
    "“%(text)s” can be taken in two ways. Engineers hear: %(engineer)s. Business readers hear: %(business)s. A clearer form: %(precise)s"
)


def word_cautions(wanted: TransformRequest) -> tuple[Caution, ...]:
    """For a message to clarify, between people whose sides are known and differ."""
    sender, receiver = side_of(wanted.context.sender_role), side_of(wanted.context.receiver_role)
    if wanted.transformation_type is not TransformationType.CLARIFY or sender is None or receiver is None:
        return ()
    found = find_double_meanings(
        text=wanted.text,
        language=wanted.language,
        sender=sender,
        receiver=receiver,
        reader_language=wanted.reader_language,
    )
    return tuple(_caution(one, wanted.reader_language) for one in found)


def _caution(one: DoubleMeaning, reader: Language) -> Caution:
    return Caution(CODE, in_reader_language(SAYS, reader) % asdict(one), one.start, one.end)
