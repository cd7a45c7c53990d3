"""A receipt as the page shows it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.transform.contracts import Disclosure, Receipt

WRITERS: dict[str, Promise] = {
    "primary": _("The model"),
    "secondary": _("The second model"),
    "rules": _("Rules, on this server"),
    "similar": _("An earlier, similar message"),
}
HIDDEN: dict[str, Promise] = {
    "person": _("Name"),
    "email": _("Email address"),
    "phone": _("Phone number"),
    "credit_card": _("Card number"),
    "iban": _("Bank account"),
    "ssn": _("Social security number"),
    "my_number": _("My Number"),
    "ip_address": _("Network address"),
    "address": _("Postal address"),
    "url": _("Link"),
    "code": _("Code"),
    "mention": _("Mention"),
    "signature": _("Signature"),
}
"""What masking has hidden, by the kinds of its tokens."""


@dataclass(frozen=True)
class ShownHidden:
    """So many different ones of a kind were hidden."""

    name: Promise | str
    count: int


@dataclass(frozen=True)
class ShownCall:
    """A call to a model, with the names of what it wasn't shown."""

    call: Disclosure
    hidden: tuple[ShownHidden, ...]


@dataclass(frozen=True)
class ShownReceipt:
    """`calls` is None for results from before calls were noted."""

    receipt: Receipt
    writer: Promise
    calls: tuple[ShownCall, ...] | None

    @property
    def is_by_model(self) -> bool:
        """Whether a model wrote: then it has a name, and instructions of a version."""
        return self.receipt.tier in ("primary", "secondary")


def shown_receipt(receipt: Receipt) -> ShownReceipt:
    """The receipt in words."""
    calls = None if receipt.notes is None else tuple(map(_shown_call, receipt.notes.disclosed))
    return ShownReceipt(receipt, WRITERS[receipt.tier], calls)


def _shown_call(call: Disclosure) -> ShownCall:
    return ShownCall(call, tuple(ShownHidden(HIDDEN.get(kind, kind), count) for kind, count in call.hidden.items()))
