"""What the roles of an organization are called, and what each may do, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal, Role, Scope

ROLE_NAMES = {
    Role.OWNER: _("Owner"),
    Role.ADMIN: _("Administrator"),
    Role.MEMBER: _("Member"),
    Role.VIEWER: _("Viewer"),
}
ROLE_RIGHTS = {
    Role.OWNER: _(
        "Does all that an administrator does. Also decides how long messages are kept and which models are used, transfers ownership and deletes the organization."
    ),
    Role.ADMIN: _(
        "Does all that a member does. Also invites and removes people, changes roles, approves suggested terms and sees the audit log."
    ),
    Role.MEMBER: _("Transforms and reads messages, runs jobs, edits the glossary and creates API keys."),
    Role.VIEWER: _(
        "Sees their own history and the analytics, but can't transform or read messages or see the glossary."
    ),
}
"""After `ROLE_SCOPES` and `apps.accounts.rights`."""


def role_without(member: Principal | None, scope: Scope) -> Promise | None:
    """What the role is called that keeps the scope from a member; None where nothing does, and for visitors."""
    return ROLE_NAMES[member.role] if member and not member.may(scope) else None
