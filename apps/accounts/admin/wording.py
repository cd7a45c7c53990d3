"""What the administration's package says and has no Japanese for: named here, so that our catalog keeps the sentences."""

from django.utils.translation import gettext_lazy as _

SAID_BY_UNFOLD = (
    _("Type to search"),
    _("No results found"),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("No results matching your query"),
    _("Reset filters"),
    _("Clear all filters"),
    _("Apply Filters"),
    _("Select all rows"),
    _("Expand row"),
    _("Add row"),
    _("More actions"),
    _("All applications"),
    _("Recent searches"),
    _("No recent searches"),
    _("Loading more results..."),
    _("Toggle password visibility"),
    _("Go back"),
    _("No data"),
)
