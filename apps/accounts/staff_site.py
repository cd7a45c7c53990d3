"""The staff's administration asks for a second factor, and leaves signing in to the product's own page."""

from collections.abc import Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.queries.second_factors import has_second_factor
from apps.accounts.web.destinations import destination
from apps.accounts.web.operations import operations
from apps.accounts.web.session import has_shown_code
from tonebridge.errors import InsufficientPermissions

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
else:  # Unfold is untyped; its site is one of Django's
    from unfold.sites import UnfoldAdminSite as AdminSite


MAY_ENTER = "may_enter_administration"
"""Attribute of a request."""


def _links_to_operations() -> dict[str, Any]:
    """Shown among the tables, in the form that Django has for them."""
    address = reverse("admin:operations")
    page = {"name": _("Status and figures"), "object_name": "Operations", "admin_url": address, "view_only": True}
    return {"name": _("Operations"), "app_label": "operations", "app_url": address, "models": [page]}


class StaffSite(AdminSite):
    """Open to staff whose session has shown a code. There is one sign-in page, so there is one limit on guessing."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the whole of the administration may be shown. Asked three times a page, looked up once."""
        if not hasattr(request, MAY_ENTER):
            setattr(request, MAY_ENTER, super().has_permission(request) and has_shown_code(request))
        return bool(getattr(request, MAY_ENTER))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # Django's own signature
        """Django's own. A NUL is no part of any id, value or search, and no column of text can be asked for it: a 400."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def without_nul(request: HttpRequest, *given: Any, **named: Any) -> Any:
            if any("\0" in each for each in _sent(request)):
                raise BadRequest
            return inner(request, *given, **named)

        return without_nul

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The administration's own, and its page about how the product is doing."""
        page = path("operations/", self.admin_view(operations(self)), name="operations")
        return [page, *super().get_urls()]

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[Any]:  # Django's own, of plain dictionaries
        """What the front page and the side of every page link to: that page, then the tables."""
        tables = super().get_app_list(request, app_label)
        return tables if app_label else [_links_to_operations(), *tables]

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


def _sent(request: HttpRequest) -> Iterator[str]:
    yield request.path
    for form in (request.GET, request.POST):
        for name, values in form.lists():
            yield name
            yield from map(str, values)
