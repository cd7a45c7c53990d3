"""Names under which results are found that may be used again. HMACs, so that the database can't be asked what a message said."""

import hashlib
import hmac
import json
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from apps.transform.alike.gist import facts
from apps.transform.alike.words import words_version
from apps.transform.contracts import Language, TransformRequest, TransformResult


def asked_key(organization_id: UUID, wanted: TransformRequest) -> str:
    """Of everything that was asked for but the text: the organization, type, intensity, language, roles, context, words.

    Whose results are looked at is said where they are read (`queries/reusable.py`).
    """
    context = wanted.context
    return _hmac(
        str(organization_id),
        wanted.transformation_type.value,
        int(wanted.intensity),
        wanted.language,
        *(part.strip() for part in (context.sender_role, context.receiver_role, context.background, context.channel)),
        sorted(wanted.preserve_terms),
        words_version(wanted.glossary),
    )


def may_be_used_again(result: TransformResult) -> bool:
    """Whether no fact of it is to be checked, nothing in it is suspected of ordering a model about, and it isn't a reuse itself.

    One with places to look at may be: the new message is compared with it, and its reader is shown those places, too.
    """
    return not result.is_suspected and result.facts.status != "review" and result.tier != "similar"


def likeness(asked: str, text: str, language: Language) -> str:
    """The same for messages with the same facts that were asked for in the same way."""
    return _hmac(asked, *map(list, facts(text, language)))


def _hmac(*parts: str | int | list[str]) -> str:
    message = json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode()
    return hmac.new(_secret(settings.SECRET_KEY), message, hashlib.sha256).hexdigest()


@lru_cache(maxsize=2)
def _secret(key: str) -> bytes:
    return hashlib.sha256(b"tonebridge names of alike messages" + key.encode()).digest()
