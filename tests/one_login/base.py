"""A test's rows are uncommitted, so owner and web role have to share its connection: the role changes with the identity.

What acts for a tenant, or for nobody, does it as the web role, under the same row security as in production; the
test's own lines act as the system, as the owner.
"""

from tests.one_login.creation import DatabaseCreation
from tonebridge.tenancy.backend import base
from tonebridge.tenancy.identity import Identity
from tonebridge.tenancy.statements import settings_of

WEB_ROLE = "tonebridge_web"


def with_role(identity: Identity) -> dict[str, str]:
    """The settings, and the role that production would be logged in as."""
    role = "none" if identity.is_system else WEB_ROLE
    return settings_of(identity) | {"role": f"'{role}'"}


class SwitchingCursor(base.TellingCursor):
    settings_of = staticmethod(with_role)
    fresh = None


class DatabaseWrapper(base.DatabaseWrapper):
    cursor_kind = SwitchingCursor
    creation_class = DatabaseCreation
