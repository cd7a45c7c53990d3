"""Throw away what has served its time."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings

from apps.accounts.contracts import Period
from apps.accounts.models import IdempotencyKey, OneTimeToken, TokenFamily, UsageCounter
from tonebridge.resilience import clock

MINUTES_KEPT = timedelta(days=1)


def forget_expired() -> None:
    """Delete old Idempotency-Keys, links of e-mails, ended sign-ins and sessions, and minutes of usage older than a day.

    Days and months of usage stay. A row that is forgotten twice, or a day late, harms nobody.
    """
    now = clock.now()
    IdempotencyKey.objects.filter(created_at__lt=now - timedelta(hours=settings.IDEMPOTENCY_HOURS)).delete()
    TokenFamily.objects.filter(expires_at__lt=now).delete()
    OneTimeToken.objects.filter(expires_at__lt=now).delete()
    UsageCounter.objects.filter(period=Period.MINUTE.value, starts_at__lt=now - MINUTES_KEPT).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
