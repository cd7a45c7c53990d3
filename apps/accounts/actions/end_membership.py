"""Take somebody out of an organization, with everything they could enter it by."""

from apps.accounts.actions.found_organization import found_organization
from apps.accounts.models import ApiKey, Membership, TokenFamily, User
from apps.accounts.models.plan import FREE
from apps.accounts.queries.places import places_of
from tonebridge.resilience import clock


def end_membership(member: Membership) -> None:
    """In the caller's transaction. Checks no rights: verbs do.

    Keys and sign-ins for the organization end, and don't come back with a new invitation. Whoever belonged nowhere else
    gets an organization of their own: an account that belongs nowhere couldn't sign in.
    """
    here, now = {"user": member.user_id, "organization": member.organization_id, "revoked_at": None}, clock.now()
    ApiKey.objects.filter(**here).update(revoked_at=now)
    TokenFamily.objects.filter(**here).update(revoked_at=now)
    User.objects.filter(id=member.user_id, current_organization=member.organization_id).update(
        current_organization=None
    )
    user = member.user
    member.delete()
    if not places_of(user.id):
        found_organization(user_id=user.id, name=user.get_full_name(), plan_code=FREE)
