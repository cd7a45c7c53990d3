"""Work in the background: what waits, runs and was given up. Nothing is changed here but given-up work sent again."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.admin.bases import ModelAdmin
from apps.accounts.admin.recording import record_by_staff
from tonebridge.errors import Conflict, NotFound, Unavailable
from tonebridge.queues.actions.replay_dead_letter import replay_dead_letter
from tonebridge.queues.models import DeadLetter, Job


class ReadOnly(ModelAdmin):
    """Looked at, never edited."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(ReadOnly):
    list_display = ("kind", "status", "priority", "attempt", "progress_done", "progress_total", "created_at")
    list_filter = ("status", "priority", "kind")
    search_fields = ("id",)


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnly):
    list_display = ("task", "error_class", "attempts", "created_at", "replayed_at")
    list_filter = ("error_class",)
    search_fields = ("id", "task")
    actions = ("replay",)

    @admin.action(description=_("Send again"))
    def replay(self, request: HttpRequest, letters: QuerySet[DeadLetter]) -> None:
        """Each on its own: one that can't be sent doesn't keep the others."""
        done = sum(self._sent(request, letter) for letter in letters)
        messages.info(request, _("%(done)s sent again.") % {"done": done})

    def _sent(self, request: HttpRequest, letter: DeadLetter) -> bool:
        try:
            replay_dead_letter(letter_id=UUID(str(letter.pk)))
        except (Conflict, NotFound, Unavailable):
            return False
        record_by_staff(request, letter, "dead_letter.replayed")
        return True
