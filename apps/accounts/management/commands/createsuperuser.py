"""`manage.py createsuperuser`: Django's own, as the system, since requests may not hand out rights; and what comes next."""

from typing import Any

from django.conf import settings
from django.contrib.auth.management.commands.createsuperuser import Command as CreateSuperuser
from django.urls import reverse

from tonebridge.tenancy.system import as_system

NEXT = """The administration opens to a second factor: sign in at {address} with this address, and set up an
authenticator there, now. Until then whoever knows the password could set up theirs."""


class Command(CreateSuperuser):
    """Tells where a second factor is set up: without one nobody sees the administration."""

    def handle(self, *args: Any, **options: Any) -> None:  # as Django parsed them
        with as_system("createsuperuser"):
            super().handle(*args, **options)
        self.stdout.write(NEXT.format(address=settings.BASE_URL + reverse("admin:index")))
