"""Write to somebody that their account is gone."""

import logging
from smtplib import SMTPException

from apps.accounts.mail import send_mail

log = logging.getLogger(__name__)


def send_account_deleted(*, email: str, language: str) -> None:
    """Try it once: nothing is kept of the address that a later attempt could be made with, so a mail server that is away loses
    this mail. For addresses that were confirmed alone.
    """
    try:
        send_mail(template="account_deleted", language=language, to=email)
    except (OSError, SMTPException) as error:
        log.warning("the mail about a deleted account was not sent: %s", type(error).__name__)
