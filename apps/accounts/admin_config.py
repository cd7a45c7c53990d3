"""Django's admin, under our own site."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Registers what apps have in `admin/` with `StaffSite`."""

    default_site = "apps.accounts.staff_site.StaffSite"
