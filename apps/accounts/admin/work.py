"""Background jobs, as staff see them: jobs, what was given up, how schedules went. No row of these says a word of a message."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.accounts.admin.bases import Watched
from apps.accounts.admin.recording import record_by_staff
from tonebridge.errors import ToneBridgeError
from tonebridge.queues.actions.replay_dead_letter import replay_dead_letter
from tonebridge.queues.models import DeadLetter, Job, ScheduleRun
from tonebridge.queues.queries.dead_letters import asked_of


@admin.register(Job)
class JobAdmin(Watched):
    list_display = ("id", "kind", "status", "priority", "attempt", "progress_done", "progress_total", "created_at")
    list_filter = ("status", "priority", "kind")
    search_fields = ("id", "organization_id")
    ordering = ("-created_at",)
    show_full_result_count = False


@admin.register(DeadLetter)
class DeadLetterAdmin(Watched):
    list_display = ("created_at", "task", "error_class", "attempts", "replayed_at")
    fields = readonly_fields = (
        "created_at", "replayed_at", "task", "task_id", "organization_id", "args", "kwargs", "what_was_asked",
        "attempts", "error_class", "error",
    )  # fmt: skip # in the order of reading
    list_filter = (("replayed_at", admin.EmptyFieldListFilter), "task")
    search_fields = ("task_id", "task")
    ordering = ("-created_at",)
    actions = ("replay", "purge")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For the actions of the list; a letter itself is only looked at."""
        return obj is None and super(Watched, self).has_change_permission(request, obj)

    @admin.display(description=_("arguments"))
    def what_was_asked(self, letter: DeadLetter) -> str:
        """Ids alone."""
        asked = asked_of(letter)
        return json.dumps(asked, ensure_ascii=False) if asked else "–"

    @admin.action(description=_("Replay the selected dead letters"), permissions=["change"])
    def replay(self, request: HttpRequest, letters: QuerySet[DeadLetter]) -> None:
        replayed = [letter for letter in letters if _is_replayed(letter)]
        for letter in replayed:
            record_by_staff(request, letter, "dead_letter.replayed")
        said = ngettext(
            "%d dead letter has been replayed.", "%d dead letters have been replayed.", len(replayed)
        ) % len(replayed)
        self.message_user(request, said)

    @admin.action(description=_("Delete the selected dead letters"), permissions=["change"])
    def purge(self, request: HttpRequest, letters: QuerySet[DeadLetter]) -> None:
        for letter in letters:
            record_by_staff(request, letter, "dead_letter.deleted")
        count, _each = letters.delete()
        self.message_user(
            request, ngettext("%d dead letter has been deleted.", "%d dead letters have been deleted.", count) % count
        )


@admin.register(ScheduleRun)
class ScheduleRunAdmin(Watched):
    list_display = ("task", "started_at", "ended_at", "seconds", "error_class", "runs", "failures")
    ordering = ("task",)


def _is_replayed(letter: DeadLetter) -> bool:
    try:
        replay_dead_letter(letter_id=letter.id)
    except ToneBridgeError:  # replayed before, or the broker is away: it stays on the list
        return False
    return True
