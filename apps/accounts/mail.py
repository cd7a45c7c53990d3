"""E-mails, as they are written. A template `templates/mail/<name>.<language>.txt` begins with the subject's line."""

import re

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from tonebridge.rest.language import supported_language

LONGEST_NAME = 60
LINKING = re.compile(r"[.:/@]+(?=\S)")
"""Between two words these make a mail program see an address: `evil.example/login`."""


def send_mail(*, template: str, language: str, to: str, **values: object) -> None:
    """Write and send one message, as plain text. Raises OSError or SMTPException where the server doesn't take it."""
    supported = supported_language(language) or settings.LANGUAGE_CODE
    text = render_to_string(f"mail/{template}.{supported}.txt", values)
    subject, _newline, body = text.partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[to]).send()


def link_to(page: str, token: str) -> str:
    """The address of a page of ours, with a token in it."""
    return address_of(page, token)


def address_of(page: str, *arguments: str) -> str:
    """The whole address of a page of ours."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse(page, args=arguments)}"


def plain_name(name: str) -> str:
    """A name that somebody chose, fit for another's mailbox: one line, short, and nothing that becomes a link."""
    return LINKING.sub("·", " ".join(name.split()))[:LONGEST_NAME]
