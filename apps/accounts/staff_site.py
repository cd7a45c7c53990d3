"""The staff's administration asks for a second factor, and leaves signing in to the product's own page."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse

from apps.accounts.queries.second_factors import has_second_factor
from apps.accounts.web.destinations import destination
from apps.accounts.web.operations import operations
from apps.accounts.web.session import has_shown_code
from tonebridge.errors import InsufficientPermissions

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
else:  # Unfold is untyped; its site is one of Django's
    from unfold.sites import UnfoldAdminSite as AdminSite


class StaffSite(AdminSite):
    """Open to staff whose session has shown a code. There is one sign-in page, so there is one limit on guessing."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the whole of the administration may be shown."""
        return super().has_permission(request) and has_shown_code(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The administration's own, and its page about how the product is doing."""
        page = path("operations/", self.admin_view(operations(self)), name="operations")
        return [page, *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Where somebody is sent who may not come in yet. Raises InsufficientPermissions for those who never may."""
        wanted = destination(request)
        after = f"?{urlencode({'next': reverse('admin:index') if wanted == '/' else wanted})}"
        if not request.user.is_authenticated:
            return redirect(reverse("sign-in") + after)
        if not request.user.is_staff:
            raise InsufficientPermissions()
        if not has_second_factor(request.user.pk):
            return redirect(reverse("two-step") + after)
        return redirect(reverse("show-code") + after)

    def password_change(  # type: ignore[override]  # any response will do, whatever the stubs say
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The product's own page, which ends all other sign-ins."""
        return redirect("change-password")
