"""What nobody may do before they have shown that their address is theirs: the one table of it.

Anybody can register with anybody's address and is in at once through the API (pages wait for the proof), so that the product
can be tried. Until the address is verified they work for themselves alone: transform, analyze and read, their own history, small batches, their own data,
their password, and leaving. Whatever reaches others, lets a program in or would wait for the address's owner stands here.
Verbs ask, so it is the same through the API, pages, WebSockets and commands; `docs/permissions.yaml` has the doors.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tonebridge.errors import EmailNotVerified


class Privilege(StrEnum):
    """What takes a verified address."""

    API_KEYS = "api_keys"  # pragma: allowlist secret - the name of a privilege
    INVITATIONS = "invitations"
    MEMBERS = "members"
    ORGANIZATION = "organization"
    ORGANIZATION_MODELS = "organization_models"
    GLOSSARY = "glossary"
    IMPORTS = "imports"
    TWO_STEP = "two_step"


REFUSALS: Mapping[Privilege, Promise] = {
    # A key outlives the session that made it: its program would read along once the owner has come.
    Privilege.API_KEYS: _("Confirm your email address to create API keys."),
    # Mail to others, in the name of an address that may be somebody else's.
    Privilege.INVITATIONS: _("Confirm your email address to invite people."),
    # Somebody else's rights.
    Privilege.MEMBERS: _("Confirm your email address to manage members and roles."),
    # How long messages are kept and what becomes of them would go on for the owner.
    Privilege.ORGANIZATION: _("Confirm your email address to change the organization's settings."),
    # Whoever sets it gets to see all of the organization's messages.
    Privilege.ORGANIZATION_MODELS: _("Confirm your email address to set up your organization's own model."),
    # Words that everybody's messages are rewritten with, also the owner's later.
    Privilege.GLOSSARY: _("Confirm your email address to change the glossary."),
    # Up to 10,000 messages of work for an account that costs nothing to make.
    Privilege.IMPORTS: _("Confirm your email address to import messages from a file."),
    # It would keep the owner out for good.
    Privilege.TWO_STEP: _("Confirm your email address to switch on two-step sign-in."),
}


class HasProof(Protocol):
    """A principal or a user."""

    @property
    def email_verified(self) -> bool: ...


class Person(HasProof, Protocol):
    """A user."""

    is_staff: Any  # a field of Django's, which its stubs type by themselves


def ensure_verified(holder: HasProof, privilege: Privilege) -> None:
    """Raises EmailNotVerified, with a sentence that says what it is needed for."""
    if not holder.email_verified:
        raise EmailNotVerified(REFUSALS[privilege])


def refusal_of(holder: HasProof, privilege: Privilege) -> Promise | None:
    """The same for pages, which say it in place of the form; None for who may."""
    return None if holder.email_verified else REFUSALS[privilege]


def ensure_may_use_two_step(user: Person) -> None:
    """Raises EmailNotVerified. Staff may: a superuser let them in, and the administration asks them for a code."""
    if not user.is_staff:
        ensure_verified(user, Privilege.TWO_STEP)


def two_step_refusal_of(user: Person) -> Promise | None:
    """The same for a page; None for who may."""
    return None if user.is_staff else refusal_of(user, Privilege.TWO_STEP)
