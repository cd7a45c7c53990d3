"""Write to somebody that how they sign in has changed, or that somebody else tries to: they learn of it by nothing else."""

from typing import Literal, get_args
from uuid import UUID

from apps.accounts.actions.request_verification import enqueue_to_holder
from apps.accounts.mail import address_of, plain_name, send_mail
from apps.accounts.models import ApiKey, User

Notice = Literal[
    "second_factor_on",
    "second_factor_off",
    "backup_codes_renewed",
    "password_changed",
    "api_key_created",
    "wrong_codes",
]
"""Each is a template of that name."""


def notify_of(notice: Notice, user_id: UUID, *, key_id: UUID | None = None) -> None:
    """Leave the mail to a job, in the caller's transaction. Who belongs to no organization (staff) gets none."""
    named = {"key_id": str(key_id)} if key_id else {}
    enqueue_to_holder("send_security_notice", user_id, notice=notice, **named)


def send_security_notice(*, user_id: UUID, notice: str, key_id: UUID | None = None) -> None:
    """Send it, except to an address that isn't proven: it may be somebody else's. Raises ValueError for an unknown notice."""
    if notice not in get_args(Notice):
        raise ValueError(f"{notice!r} is no notice")
    user = User.objects.filter(id=user_id, is_active=True).exclude(email_verified_at=None).first()
    if user is None:
        return
    send_mail(
        template=notice,
        language=user.language,
        to=user.email,
        key=_key(user_id, key_id),
        security=address_of("security"),
        keys=address_of("api-keys"),
        reset=address_of("forgotten-password"),
    )


def _key(user_id: UUID, key_id: UUID | None) -> dict[str, str]:
    row = ApiKey.objects.filter(id=key_id, user=user_id).first() if key_id else None
    return {"name": plain_name(row.name), "prefix": row.prefix} if row else {}
