"""Names of facts, tiers, verdicts and kinds of terms."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.transform.contracts import Intensity

FACTS: dict[str, Promise] = {
    "number": _("Number"),
    "date": _("Date"),
    "time": _("Time"),
    "money": _("Amount of money"),
    "name": _("Name"),
    "identifier": _("Identifier"),
    "url": _("Link"),
    "code": _("Code"),
    "mention": _("Mention"),
    "quote": _("Quote"),
    "contact": _("Contact"),
    "negation": _("Negation"),
    "condition": _("Condition"),
    "uncertainty": _("Uncertainty"),
    "deadline": _("Deadline"),
    "obligation": _("Obligation"),
    "commitment": _("Promise"),
    "request": _("Request"),
    "actor": _("Who does what"),
    "scope": _("Extent"),
    "order": _("Order"),
    "trend": _("Rise or fall"),
    "statement": _("Statement"),
}

TIERS: dict[str, Promise] = {
    "primary": _("Written by the model. Its numbers, dates, names, quotations and code were compared with yours."),
    "secondary": _(
        "Written by the second model. Its numbers, dates, names, quotations and code were compared with yours."
    ),
    "rules": _("Written by rules; no model was used."),
    "similar": _("Based on an earlier, similar message."),
}

IN_PLACE_OF_A_MODEL = _("Written by rules; no model gave a usable answer.")

WHY_DEGRADED: tuple[tuple[str, Promise], ...] = (
    ("check facts", _("The model's answer changed a fact, so it isn't shown.")),
    ("check", _("The model's answer didn't pass our checks, so it isn't shown.")),
    ("", _("The main model wasn't available.")),
)
"""What stands in a reason, and what a reader is told; the first that fits."""

VERDICTS: dict[str, Promise] = {
    "accepted": _("Used as is"),
    "edited": _("Used with edits"),
    "rejected": _("Not used"),
}

TERM_KINDS: dict[str, Promise] = {
    "jargon": _("Explain or replace"),
    "forbidden": _("Never use"),
    "preserve": _("Keep as is"),
}

INTENSITIES: dict[Intensity, Promise] = {
    Intensity.LIGHT: _("Light"),
    Intensity.MEDIUM: _("Medium"),
    Intensity.STRONG: _("Strong"),
}

LANGUAGES: dict[str, Promise] = {"ja": _("Japanese"), "en": _("English")}
