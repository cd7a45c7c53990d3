"""Sign someone out everywhere."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.models import OneTimeToken, SecondFactor, TokenFamily, User
from apps.accounts.queries.places import places_of
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for


@transaction.atomic
def end_sign_ins(*, user_id: UUID, but: UUID | None = None) -> None:
    """End every session and every token of the user, in all organizations, and links that were sent to set a password. An
    authenticator's secret that waits for its first code goes too: any of those sign-ins may have read it.

    API keys are not sign-ins and go on; so do the tokens of the sign-in `but`. Sessions end with their version: a page that
    goes on keeps its own (`web.session.keep_session`).
    """
    links = OneTimeToken.objects.filter(user=user_id, purpose=OneTimeToken.RESET_PASSWORD, used_at=None)
    links.update(used_at=clock.now())
    User.objects.filter(id=user_id).update(session_version=F("session_version") + 1)
    SecondFactor.objects.filter(user=user_id, confirmed_at=None).delete()
    for organization_id in places_of(user_id):
        with acting_for(organization_id):
            live = TokenFamily.objects.filter(user=user_id, revoked_at=None)
            (live.exclude(id=but) if but else live).update(revoked_at=clock.now())
    record_for_person(user_id, "session.ended_everywhere")
