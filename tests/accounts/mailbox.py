"""The mail that waiting jobs send, as its reader sees it."""

import re

from django.core import mail
from django.utils.module_loading import import_string
from pytest_django import Settings

from tonebridge.queues.contracts import JobStatus
from tonebridge.queues.models import Job

KINDS = ("send_verification", "send_password_reset", "send_invitation", "send_security_notice")
MARKS = re.compile(
    r"eyJ[\w.-]+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|\d{4}-\d\d-\d\dT[\d:.]+(Z|[+]\d\d:00)"
    r'|(?<="cursor": ")[^"]+|[A-Za-z0-9]{64}|(?<=_ms":)[\d.]+|\b\d\d:\d\d:\d\d\b'
)


def deliver(settings: Settings) -> list[mail.EmailMessage]:
    """Do the jobs that send mail, as a worker does; what arrived because of them, notices of security last."""
    before = len(mail.outbox)
    waiting = Job.objects.filter(kind__in=KINDS, status=JobStatus.QUEUED).order_by("id")
    for job in sorted(waiting, key=lambda job: job.kind == "send_security_notice"):
        import_string(settings.JOB_TASKS[job.kind]).apply(args=[str(job.id)])
    return mail.outbox[before:]


def link_in(message: mail.EmailMessage) -> str:
    """The path of the page that the message leads to."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(message.body))
    assert found, message.body
    return found[1]


def token_in(message: mail.EmailMessage) -> str:
    """The token in its link."""
    return link_in(message).strip("/").rpartition("/")[2]


def unmarked(answer: str, email: str) -> str:
    """An answer without what differs between any two accounts: the address, ids, times, tokens, a form's token."""
    shown = re.sub(re.escape(email), "…", answer, flags=re.IGNORECASE)
    return MARKS.sub("…", shown)
