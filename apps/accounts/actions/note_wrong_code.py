"""What becomes of a wrong code after a right password, the surest sign that somebody else knows the password: audited,
shown to the account's owner on their page of security, and mailed to them after three in a row.
"""

from uuid import UUID

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.actions.send_security_notice import notify_of
from apps.accounts.queries.places import chains_of
from apps.accounts.tries import account_bucket
from tonebridge.resilience.token_bucket import Rate, take_now
from tonebridge.telemetry.security_events import count_event

MAILED_AFTER = 3
"""Wrong ones in a row. A mistyped one is no reason for a mail."""
MAILS = Rate(3, 86_400)
"""Of one account: whoever knows the password fills no mailbox."""


def note_wrong_code(*, user_id: UUID, in_a_row: int) -> None:
    """Add `second_factor.refused` to the audit of each of the person's organizations. There is no actor: nobody knows who
    it was. Rows are few by themselves: five codes in a quarter of an hour may be wrong.
    """
    count_event("second_factor.refused")
    for organization_id in chains_of(user_id):
        append_audit(organization_id=organization_id, actor_id=None, action="second_factor.refused", subject=user_id)
    if in_a_row == MAILED_AFTER and take_now(account_bucket("security-mail", str(user_id)), MAILS).allowed:
        notify_of("wrong_codes", user_id)
