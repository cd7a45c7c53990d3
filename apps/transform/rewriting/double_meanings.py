"""Warns of words that the sender's and the receiver's side would take differently."""

from apps.analyze.actions.find_double_meanings import find_double_meanings
from apps.analyze.contracts import DoubleMeaning
from apps.transform.contracts import Caution, Language, TransformationType, TransformRequest
from apps.transform.rewriting.roles.audience import side_of

CODE = "double_meaning"
SAYS: dict[Language, str] = {
    "ja": "「{one.text}」は、受け取り方が分かれることがあります。エンジニアは「{one.engineer}」、ビジネス側は「{one.business}」と受け取りがちです。言い換えの例：{one.precise}",
    "en": "“{one.text}” can be taken in two ways. Engineers hear: {one.engineer}. Business readers hear: {one.business}. A clearer form: {one.precise}",
}


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
    return Caution(CODE, SAYS[reader].format(one=one), one.start, one.end)
