"""Begin a sign-in."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.db import transaction

from apps.accounts.actions.issue_tokens import issue_tokens
from apps.accounts.actions.note_new_place import note_new_place
from apps.accounts.actions.record_audit import record_audit
from apps.accounts.clients import client_of
from apps.accounts.contracts import SignedIn
from apps.accounts.credentials.tokens import lifetime
from apps.accounts.models import TokenFamily
from apps.accounts.queries.credentials import principal_of_user
from tonebridge.ids import uuid7
from tonebridge.limits.sites import site_of_address
from tonebridge.resilience import clock
from tonebridge.telemetry.context import get_client_address, get_user_agent
from tonebridge.tenancy.identity import acting_for


@transaction.atomic
def open_token_family(*, user_id: UUID) -> SignedIn:
    """A new family and its first tokens. Raises InvalidToken where the user is suspended or belongs nowhere."""
    family_id = uuid7()
    principal = principal_of_user(user_id, credential=f"jwt:{family_id}")
    with acting_for(principal.organization_id):
        family = TokenFamily.objects.create(
            id=family_id,
            user_id=user_id,
            organization_id=principal.organization_id,
            **_beginning(clock.now()),
        )
        record_audit(principal, "session.began", subject=family.id)
        note_new_place(user_id=user_id, chain=principal.organization_id, credential=principal.credential)
        return issue_tokens(principal=principal, family=family, refresh_id=family.current_token)


class Beginning(TypedDict):
    """What is known of a sign-in from its first moment."""

    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    ends_at: datetime
    client: str
    site: str


def _beginning(now: datetime) -> Beginning:
    end = now + settings.SIGN_IN_LIFETIME
    return Beginning(
        created_at=now,
        last_used_at=now,
        expires_at=min(now + lifetime("refresh"), end),
        ends_at=end,
        client=client_of(get_user_agent()),
        site=site_of_address(get_client_address()),
    )
