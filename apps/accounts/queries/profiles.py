"""Who someone is."""

from apps.accounts.contracts import Principal, UserProfile
from apps.accounts.models import User
from apps.accounts.queries.organizations import organization_of
from tonebridge.errors import NotFound


def profile_of(principal: Principal) -> UserProfile:
    """The caller's own profile, in the organization of their credential. Raises NotFound."""
    user = User.objects.filter(id=principal.user_id).first()
    if user is None:
        raise NotFound()
    return UserProfile(
        id=user.id,
        email=user.address,
        full_name=user.full_name,
        role=principal.role,
        scopes=principal.scopes,
        organization=organization_of(principal),
        email_verified=user.email_verified_at is not None,
    )
