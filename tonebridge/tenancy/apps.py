"""The Django app of row security: its functions in the database, its checks, the rights of the web role."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "tonebridge.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        from tonebridge.security import deploy_checks  # noqa: F401  # registers on import
        from tonebridge.tenancy import checks  # noqa: F401  # registers on import
