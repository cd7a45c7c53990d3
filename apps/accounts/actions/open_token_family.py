"""Begin a sign-in."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.issue_tokens import issue_tokens
from apps.accounts.actions.note_new_place import note_new_place
from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import SignedIn
from apps.accounts.credentials.tokens import lifetime
from apps.accounts.models import TokenFamily
from apps.accounts.queries.credentials import principal_of_user
from tonebridge.ids import uuid7
from tonebridge.resilience import clock
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
            expires_at=clock.now() + lifetime("refresh"),
        )
        record_audit(principal, "session.began", subject=family.id)
        note_new_place(principal)
        return issue_tokens(principal=principal, family_id=family.id, refresh_id=family.current_token)
