"""A receipt as the page shows it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.transform.contracts import Checked, Disclosure, Receipt

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


CHECKED: dict[Checked, Promise] = {
    "values": _("Numbers, dates, names, quotations and code, with the original. The meaning wasn't."),
    "values and meaning": _("Numbers, dates, names, quotations, code and the meaning, with the original."),
}


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
    def checked(self) -> Promise | None:
        """What was compared with the original; None for results from before that was noted."""
        return CHECKED[self.receipt.notes.checked] if self.receipt.notes else None

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
