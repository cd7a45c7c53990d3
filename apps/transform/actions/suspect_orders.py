"""Decide about a message that seems to give orders to a model, as its organization wishes."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import OnSuspicion, Principal
from apps.accounts.queries.policies import on_suspicion
from apps.analyze.actions.find_injection import find_injection
from apps.transform.contracts import SUSPECTED, TransformRequest
from apps.transform.providers.ladder import Ladder
from tonebridge.errors import FieldError, ValidationFailed

Policies = Callable[[Principal], OnSuspicion]


def unknown_policy(_principal: Principal) -> OnSuspicion:
    """Where it can't be read: no model sees the text."""
    return "rules"


def under_policy(
    principal: Principal, wanted: TransformRequest, ladder: Ladder, policy_of: Policies = on_suspicion
) -> TransformRequest:
    """The request as the organization lets it go on. Asks for the policy only where a model would see a suspected text.

    Raises ValidationFailed where the organization refuses such messages.
    """
    if wanted.tier != "auto" or not ladder.asks_models or not _suspected(wanted):
        return wanted
    policy = policy_of(principal)
    if policy == "refuse":
        sentence = _(
            "Part of this text reads like an instruction to an AI. Your organization doesn't allow such messages."
        )
        raise ValidationFailed(fields=(FieldError("text", SUSPECTED, sentence),))
    return replace(wanted, tier="rules") if policy == "rules" else wanted


def _suspected(wanted: TransformRequest) -> bool:
    return find_injection(wanted.text, wanted.language).flagged
