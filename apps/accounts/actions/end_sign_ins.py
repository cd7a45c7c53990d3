"""Sign someone out everywhere."""

from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from apps.accounts.actions.record_audit import record_for_person
from apps.accounts.actions.renew_session import keep_session
from apps.accounts.models import OneTimeToken, SecondFactor, TokenFamily, User
from apps.accounts.queries.places import places_of
from apps.accounts.queries.sessions import is_session_of
from tonebridge.errors import InvalidToken
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

SignIn = UUID | SessionBase
"""One of a person's: the family of its tokens, or the session of a page."""


@transaction.atomic
def end_sign_ins(*, user_id: UUID, but: SignIn | None = None, password: str | None = None) -> None:
    """End every session and every token of the user, in all organizations, and links that were sent to set a password. An
    authenticator's secret that waits for its first code goes too: any of those sign-ins may have read it.

    API keys are not sign-ins and go on; so does the sign-in `but`, a session under a new key. `password`, where given, becomes
    the user's. Raises InvalidToken where `but` has ended already: of two who end all others at once, the first goes on.
    """
    _end_sessions(user_id, but if isinstance(but, SessionBase) else None, password)
    links = OneTimeToken.objects.filter(user=user_id, purpose=OneTimeToken.RESET_PASSWORD, used_at=None)
    links.update(used_at=clock.now())
    SecondFactor.objects.filter(user=user_id, confirmed_at=None).delete()
    families = [each for organization_id in places_of(user_id) for each in _end_families(user_id, organization_id, but)]
    if isinstance(but, UUID) and but not in families:
        raise InvalidToken()
    record_for_person(user_id, "session.ended_everywhere")


def _end_sessions(user_id: UUID, but: SessionBase | None, password: str | None) -> None:
    """The user's row is locked before anything else of theirs, and the session looked at only then."""
    user = User.objects.select_for_update(no_key=True).get(id=user_id)
    if but is not None and not is_session_of(but, user):
        raise InvalidToken()
    if password is not None:
        user.set_password(password)
    user.session_version += 1
    user.save(update_fields=["password", "session_version"])
    if but is not None:
        keep_session(session=but, user=user)


def _end_families(user_id: UUID, organization_id: UUID, but: SignIn | None) -> list[UUID]:
    """Those that go on."""
    with acting_for(organization_id):
        live = TokenFamily.objects.filter(user=user_id, revoked_at=None)
        if isinstance(but, UUID):
            live.exclude(id=but).update(revoked_at=clock.now())
            return list(live.values_list("id", flat=True))
        live.update(revoked_at=clock.now())
        return []
