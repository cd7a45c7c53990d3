"""What the audit says, for people who read it: who, in names; and what, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import STAFF, AuditEntry, Principal
from apps.accounts.queries.api_keys import key_names_of
from apps.accounts.queries.invitations import invited_as
from apps.accounts.queries.organizations import names_of, organization_of
from apps.accounts.queries.roles import ROLE_NAMES

ROLES = {role.value: name for role, name in ROLE_NAMES.items()}

MEANINGS: dict[str, Promise] = {
    "account.claimed": _("Account claimed by the owner of its email address"),
    "account.closed": _("Account deleted"),
    "account.disowned": _("Account deleted by the owner of its email address"),
    "account.erased": _("Personal data deleted"),
    "account.expired": _("Account deleted: email address not confirmed in time"),
    "api_key.created": _("API key created"),
    "api_key.first_network": _("API key used for the first time"),
    "api_key.new_network": _("API key used from a new network"),
    "api_key.refused": _("API key refused"),
    "api_key.revoked": _("API key revoked"),
    "api_key.rotated": _("API key rotated"),
    "apikey.added": _("API key added by staff"),
    "apikey.changed": _("API key changed by staff"),
    "apikey.deleted": _("API key deleted by staff"),
    "backup_codes.renewed": _("Backup codes replaced"),
    "batch.cancelled": _("Job cancelled"),
    "batch.submitted": _("Job started"),
    "code.refused": _("Wrong code"),
    "dead_letter.deleted": _("Failed task deleted by staff"),
    "dead_letter.replayed": _("Failed task restarted by staff"),
    "email.verified": _("Email address confirmed"),
    "feedback.given": _("Feedback given"),
    "found_term.dismissed": _("Suggested term dismissed"),
    "glossary.imported": _("Glossary imported"),
    "glossary_term.added": _("Glossary term added"),
    "glossary_term.approved": _("Suggested term added to the glossary"),
    "glossary_term.changed": _("Glossary term changed"),
    "glossary_term.deleted": _("Glossary term deleted"),
    "invitation.revoked": _("Invitation withdrawn"),
    "invitation.sent": _("Invitation sent"),
    "member.joined": _("Member joined"),
    "member.left": _("Member left"),
    "member.removed": _("Member removed"),
    "member.role_changed": _("Role changed"),
    "organization.changed": _("Organization settings changed"),
    "organization.closed": _("Organization deleted"),
    "organization.created": _("Organization created"),
    "organization.added": _("Organization added by staff"),
    "organization.deleted": _("Organization deleted by staff"),
    "organization.erased": _("Organization's data deleted"),
    "organization.handed_over": _("Ownership transferred"),
    "organization.held": _("Legal hold placed"),
    "organization.plan_chosen": _("Plan changed"),
    "organization.released": _("Legal hold lifted"),
    "organization.switched": _("Switched to this organization"),
    "organization_model.removed": _("Organization's model removed"),
    "organization_model.set": _("Organization's model set"),
    "organization_prompt.chosen": _("Prompt version chosen by staff"),
    "organization_prompt.removed": _("Prompt version removed by staff"),
    "organizationmodel.added": _("Organization's model added by staff"),
    "organizationmodel.changed": _("Organization's model changed by staff"),
    "organizationmodel.deleted": _("Organization's model deleted by staff"),
    "organizationprompt.added": _("Prompt version chosen by staff"),
    "organizationprompt.changed": _("Prompt version chosen by staff"),
    "organizationprompt.deleted": _("Prompt version removed by staff"),
    "password.changed": _("Password changed"),
    "password.reset_sent": _("Password reset link sent by staff"),
    "personal_data.export_started": _("Data export started"),
    "personal_data.exported": _("Data exported"),
    "request.forged": _("Request from another site refused"),
    "rights.refused": _("Action refused: no permission"),
    "second_factor.off": _("Two-step sign-in switched off"),
    "second_factor.on": _("Two-step sign-in switched on"),
    "second_factor.refused": _("Correct password, wrong code"),
    "session.began": _("Signed in"),
    "session.ended": _("Signed out"),
    "session.ended_by_staff": _("Signed out everywhere by staff"),
    "session.ended_everywhere": _("Signed out everywhere"),
    "session.new_place": _("Sign-in from a new location"),
    "session.reauthenticated": _("Identity confirmed again"),
    "session.refused": _("Wrong password"),
    "session.reused": _("A session was ended because its refresh token was used twice"),
    "signature.refused": _("Request signature wrong or missing"),
    "signature.repeated": _("Signed request received twice"),
    "subscription.added": _("Plan changed by staff"),
    "subscription.began": _("Plan started"),
    "subscription.changed": _("Plan changed by staff"),
    "subscription.deleted": _("Plan removed by staff"),
    "token.expired": _("Expired token refused"),
    "token.refused": _("Token refused"),
    "transformation.deleted": _("Message deleted"),
    "user.added": _("Account added by staff"),
    "user.changed": _("Account changed by staff"),
    "user.deleted": _("Account deleted by staff"),
    "user.reinstated": _("Suspension lifted by staff"),
    "user.suspended": _("Account suspended by staff"),
}
"""Those that can stand in an organization's own audit."""
OF_PEOPLE = frozenset(
    {
        "invitation.revoked",
        "invitation.sent",
        "member.joined",
        "member.removed",
        "member.role_changed",
        "organization.handed_over",
    }
)
"""Those whose target is a person, or the invitation of one."""
OF_YOURS: dict[str, Promise] = {
    "api_key.new_network": _("One of your API keys was used from a new network"),
    "code.refused": _("Wrong code while signed in"),
    "rights.refused": _("An action was refused because you don't have permission"),
    "signature.refused": _(
        "A request with one of your API keys was rejected because its signature was wrong or missing"
    ),
    "signature.repeated": _("A signed request with one of your API keys was received twice"),
    "token.refused": _("A forged or revoked token for your account was rejected"),
}
"""What is told otherwise to whom it happened."""
BY_STAFF: dict[str, Promise] = {"second_factor.off": _("Two-step sign-in switched off by staff")}
"""What those to whom it happened may otherwise take for their own doing."""


def told_to_you(entry: AuditEntry) -> Promise:
    """What an entry about how the reader signs in means to them."""
    own = MEANINGS | OF_YOURS
    return (own | BY_STAFF if entry.credential == STAFF else own)[entry.action]


@dataclass(frozen=True)
class ShownEntry:
    """An entry with the name of who did it, what it means, and the name of whom or what it was done to: empty where that has
    none, or is who did it. `subject_id` stands for it without a name: of an id its end, for its beginning is the time that it was
    made.
    """

    entry: AuditEntry
    who: str
    meaning: str
    subject: str
    subject_id: str

    @property
    def is_of_former_member(self) -> bool:
        """Whether it was done to somebody who isn't here any more."""
        return not self.subject and self.entry.action in OF_PEOPLE


def shown_entries(member: Principal, entries: Sequence[AuditEntry]) -> list[ShownEntry]:
    """In the reader's language. As many queries for many entries as for one."""
    subjects = [_id_in(entry.subject) for entry in entries]
    known = {subject for subject in subjects if subject}
    people = known | {entry.actor_id for entry in entries if entry.actor_id}
    names = names_of(member, people) | key_names_of(member, known)
    for invitation, (email, role) in invited_as(member, known).items():
        names[invitation] = f"{email} ({ROLE_NAMES[role]})"
    names[member.organization_id] = organization_of(member).name
    return [_shown(entry, subject, names) for entry, subject in zip(entries, subjects, strict=True)]


def _shown(entry: AuditEntry, subject: UUID | None, names: Mapping[UUID, str]) -> ShownEntry:
    name = names.get(subject, "") if subject and subject != entry.actor_id else ""
    role = entry.subject.partition(":")[2]
    if name and role in ROLES:
        name = f"{name} ({ROLES[role]})"
    short = f"…{str(subject)[-8:]}" if subject else entry.subject
    return ShownEntry(entry, _who(entry, names), str(MEANINGS.get(entry.action, entry.action)), name, short)


def _who(entry: AuditEntry, names: Mapping[UUID, str]) -> str:
    if entry.credential == STAFF:
        return str(_("ToneBridge staff"))
    if entry.actor_id is not None:
        return names.get(entry.actor_id) or str(_("Former member"))
    return str(_("Not signed in")) if entry.action.endswith(".refused") else "ToneBridge"


def _id_in(subject: str) -> UUID | None:
    """An id stands alone, or before what it was changed to (`record_audit`'s callers)."""
    try:
        return UUID(subject.partition(":")[0])
    except ValueError:
        return None
