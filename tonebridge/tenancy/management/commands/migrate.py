"""`manage.py migrate`, as the owner of the tables and as the system: migrations change tables, and may move any row."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from tonebridge.tenancy.rights import grant_rights
from tonebridge.tenancy.system import as_system


class Command(Migrate):
    """Django's own, through the owner's connection; then the rights of those who own nothing."""

    def handle(self, *args: Any, **options: Any) -> Any:  # as Django parsed them
        with as_system("migrate"):
            answer = super().handle(*args, **options)
            grant_rights()
            return answer
