"""The Django app of row security: its functions in the database, its checks, the rights of the web role."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TenancyConfig(AppConfig):
    name = "tonebridge.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        from tonebridge.tenancy import checks  # noqa: F401  # registers on import
        from tonebridge.tenancy.rights import grant_web_role

        # Without a sender: each app's tables are granted once the last of them stands.
        post_migrate.connect(grant_web_role, dispatch_uid="tenancy.rights")
