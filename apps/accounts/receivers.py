"""What Django tells of sign-ins, whichever door they come through."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from apps.accounts.web.session import note_sign_in


@receiver(user_logged_in)
def remember_when(sender: object, request: HttpRequest, **_: Any) -> None:
    """Signing in counts as showing who one is. `Any`: Django's own signature."""
    note_sign_in(request)
