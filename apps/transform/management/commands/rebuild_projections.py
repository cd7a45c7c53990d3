"""`manage.py rebuild_projections`: sum the days up anew from events, when rules of summing have changed or figures are in doubt."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.transform.actions.sum_up_days import rebuild_days
from tonebridge.events.actions.relay_events import relay_all
from tonebridge.tenancy.system import as_system


class Command(BaseCommand):
    help = "Build the daily summaries (usage and analytics by day) anew from the events of the outbox."

    def handle(self, *args: Any, **options: Any) -> None:  # Django's signature
        with as_system("rebuild projections"):
            relay_all()
            rows = rebuild_days()
        self.stdout.write(f"{rows} days, types and tiers are summed up")
