"""What becomes of a wrong code: audited, and shown to the account's owner on their page of security. After a right password of
a sign-in it is the surest sign that somebody else knows the password: mailed to them after three in a row. Whoever is signed in
has mistyped it, as a rule.
"""

from uuid import UUID

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.actions.send_security_notice import notify_of
from apps.accounts.queries.places import chains_of
from apps.accounts.tries import account_bucket
from tonebridge.limits.token_bucket import Rate, take_now
from tonebridge.telemetry.security_events import SecurityEvent, count_event

MAILED_AFTER = 3
"""Wrong ones in a row. A mistyped one is no reason for a mail."""
ONE, MAILS = Rate(1, 900), Rate(3, 86_400)
"""Of one account, while tries count and in a day: whoever knows the password fills no mailbox."""


def note_wrong_code(*, user_id: UUID, in_a_row: int, signing_in: bool) -> None:
    """Add `second_factor.refused` to the audit of each of the person's organizations, or `code.refused` where they are signed
    in. At a sign-in there is no actor: nobody knows who it was. Rows are few by themselves: five codes in a quarter of an hour
    may be wrong.
    """
    event: SecurityEvent = "second_factor.refused" if signing_in else "code.refused"
    actor_id = None if signing_in else user_id
    count_event(event)
    for organization_id in chains_of(user_id):
        append_audit(organization_id=organization_id, actor_id=actor_id, action=event, subject=user_id)
    if signing_in and in_a_row >= MAILED_AFTER and _may_be_mailed(user_id):
        notify_of("wrong_codes", user_id)


def _may_be_mailed(user_id: UUID) -> bool:
    buckets = (("security-mail-now", ONE), ("security-mail", MAILS))
    return all(take_now(account_bucket(name, str(user_id)), rate).allowed for name, rate in buckets)
