"""A result's receipt: what is noted when it is written, and what is said of it later. Pure."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from apps.transform.alike.words import words_version
from apps.transform.bodies import RECEIPT_NOTES
from apps.transform.contracts import Disclosure, Receipt, ReceiptNotes, TransformRequest, TransformResult
from apps.transform.rulebook_version import rulebook_version

KIND = "tonebridge-receipt+jwt"
"""The `typ` of its signature."""
TEXTS_OF_DISCLOSURES = ("message", "message_context")


def notes_of(
    wanted: TransformRequest, result: TransformResult, disclosed: Sequence[Disclosure] = ()
) -> dict[str, Any]:  # JSON
    """What has to be known later; without a word of the message where it isn't kept."""
    notes = ReceiptNotes(
        rulebook_version=rulebook_version(),
        glossary_version=words_version(wanted.glossary),
        original_sha256=digest(result.original_text),
        result_sha256=digest(result.transformed_text),
        disclosed=tuple(disclosed),
        checked=result.facts.checked,
    )
    found: dict[str, Any] = RECEIPT_NOTES.dump_python(notes, mode="json")
    for one in () if wanted.store else found["disclosed"]:
        one |= dict.fromkeys(TEXTS_OF_DISCLOSURES, "")
    return found


def claims_of(receipt: Receipt, *, issuer: str, now: datetime) -> dict[str, Any]:  # JSON
    """What is signed: `sub` is the result's id; `left_the_machine` is empty where nothing did; `checked` is what was compared with the
    original, `values` or `values and meaning`.
    """
    notes = receipt.notes
    return {
        "iss": issuer,
        "sub": str(receipt.id),
        "org": str(receipt.organization_id),
        "iat": int(now.timestamp()),
        "created_at": _time(receipt.created_at),
        "transformation_type": receipt.transformation_type.value,
        "intensity": int(receipt.intensity),
        "language": receipt.language,
        "tier": receipt.tier,
        "degraded": receipt.degraded,
        "degraded_reason": receipt.degraded_reason,
        "provider": asdict(receipt.provider),
        "rulebook_version": notes.rulebook_version if notes else None,
        "glossary_version": (notes.glossary_version or None) if notes else None,
        "checked": notes.checked if notes else None,
        "left_the_machine": [asdict(one) for one in notes.disclosed] if notes else None,
        "kept": asdict(receipt.kept) | {"until": receipt.kept.until and _time(receipt.kept.until)},
        "sha256": {"original": notes.original_sha256, "result": notes.result_sha256} if notes else None,
    }


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal: what `sha256sum` says of a file that holds it."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
