"""What a result's receipt tells: who wrote it, what left the machine, what is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from apps.transform.contracts.facts import Checked
from apps.transform.contracts.results import ProviderInfo
from apps.transform.contracts.words import CallTier, Intensity, Language, Tier, TransformationType


@dataclass(frozen=True)
class Disclosure:
    """One call to a model: who was asked, and the message as it left, personal data masked. Of tier `witness` is one that asked for a
    comparison of the message with its rewrite.

    `hidden` counts the kinds of what was masked. `sha256` is of `message` (UTF-8), hexadecimal; the texts themselves are
    empty where the caller asked for nothing to be kept. `answered`: whether an answer came.
    """

    tier: CallTier
    vendor: str
    model: str
    host: str
    answered: bool
    characters: int
    sha256: str
    hidden: Mapping[str, int] = field(default_factory=dict)
    message: str = ""
    message_context: str = ""


@dataclass(frozen=True)
class ReceiptNotes:
    """What is written down with a result, sealed, for a receipt to be made later. Digests are of UTF-8, hexadecimal.

    `checked` is what was compared with the original (`FactLedger.checked`).
    """

    rulebook_version: str
    glossary_version: str
    original_sha256: str
    result_sha256: str
    disclosed: tuple[Disclosure, ...] = ()
    checked: Checked = "values"


@dataclass(frozen=True)
class Kept:
    """What is kept of a message: whether its text is, for how many days, and until when; None: as long as a hold lasts."""

    text: bool
    days: int
    until: datetime | None
    legal_hold: bool


@dataclass(frozen=True)
class Receipt:
    """Everything a receipt says. `notes` is None for messages from before receipts."""

    id: UUID
    organization_id: UUID
    transformation_type: TransformationType
    intensity: Intensity
    language: Language
    created_at: datetime
    tier: Tier
    degraded: bool
    degraded_reason: str | None
    provider: ProviderInfo
    notes: ReceiptNotes | None
    kept: Kept


@dataclass(frozen=True)
class IssuedReceipt:
    """A receipt, and the same under our signature: a compact JWS (RFC 7515)."""

    jws: str
    claims: Mapping[str, object]
