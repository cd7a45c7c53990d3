"""What becomes of a good model's answers that nobody here has seen: accepted, refused and by what; and of the faulty ones, what is noticed."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from apps.analyze.language.document import read_document
from apps.transform.contracts import Complaint, FactItem
from apps.transform.factlock.compare import blocks, compare
from apps.transform.story.guarding import ModelGuard
from training.played import Played, files_of, read_batch
from training.playing import Outcome, a_played_model, with_marks
from training.sight_record import checksum_of, commit

NOTICED = ("look", "review")


@dataclass(frozen=True)
class ModelSight:
    """A row of the record: counts of messages, the first ones of good answers, those from `faulty` on of answers with one error.

    `accepted` as written, `retried`: when asked for once more, `instead`: another text than the answer; of those that were not accepted at once, `refused_by`
    counts each check and kind of finding. `look`: accepted, and a place to look at is shown. `contradicted`: the result isn't what had been
    shown of it. `noticed`: not shown, or shown with places to look at; `told_apart`: by something that the good answer doesn't have.
    `missed` counts kinds of errors.
    """

    date: str
    commit: str
    checksum: str
    messages: int
    accepted: int
    retried: int
    instead: int
    refused_by: str
    look: int
    contradicted: int
    faulty: int
    faulty_refused: int
    noticed: int
    told_apart: int
    missed: str
    faulty_contradicted: int


@dataclass(frozen=True)
class Seen:
    """An answer and what became of it."""

    played: Played
    answer: str
    outcome: Outcome

    @property
    def accepted(self) -> bool:
        """At once, and as written."""
        return self.as_written and self.outcome.calls == 1

    @property
    def as_written(self) -> bool:
        """Whether the result is the answer."""
        return self.outcome.is_the_models and self.outcome.result.transformed_text.strip() == self.answer.strip()

    @property
    def noticed(self) -> bool:
        """Whether somebody hears that something may be wrong with it, or gets another text."""
        return not self.as_written or self.outcome.result.facts.status in NOTICED

    @property
    def complaint(self) -> str:
        """What the first look says against it; empty where nothing."""
        guard = ModelGuard(self.played.wanted, read_document(self.played.wanted.text))
        found = guard.judge(with_marks(self.answer, guard))
        return found.code if isinstance(found, Complaint) else ""

    @property
    def items(self) -> frozenset[FactItem]:
        """Of the ledger, what isn't as it was."""
        wanted = self.played.wanted
        ledger = compare(
            wanted.text, self.answer, language=wanted.language, transformation_type=wanted.transformation_type
        )
        return frozenset(item for item in ledger.items if blocks(item) or item.status == "look")

    @property
    def told(self) -> dict[str, Any]:
        """For people who mend what failed."""
        result = self.outcome.result
        return {
            "id": self.played.id,
            "error": self.played.error if self.answer == self.played.faulty else "",
            "as_written": self.as_written,
            "calls": self.outcome.calls,
            "status": result.facts.status,
            "complaint": self.complaint,
            "findings": sorted(f"{i.kind} {i.status}: {i.original!r} → {i.found!r} ({i.reason})" for i in self.items),
            "contradicts": self.outcome.contradicts,
            "original": self.played.wanted.text,
            "answer": self.answer,
            "result": result.transformed_text,
            "shown": self.outcome.shown,
        }


def measure(batch: Path, details: Path | None = None) -> ModelSight:
    """A batch's figures. Raises SystemExit for a batch that is none, and where an answer didn't arrive.

    `details` gets a line of JSON an answer.
    """
    played = read_batch(batch)
    good, faulty = asyncio.run(see(played))
    if details:
        lines = [json.dumps(seen.told, ensure_ascii=False) + "\n" for seen in (*good, *faulty)]
        details.write_text("".join(lines), encoding="utf-8")
    return sight_of(good, faulty, checksum_of(*files_of(batch)))


async def see(played: Iterable[Played]) -> tuple[list[Seen], list[Seen]]:
    """All good answers through the ladder, then all faulty ones."""
    async with a_played_model() as play:
        good = [Seen(each, each.answer, await play(each.wanted, each.answer)) for each in played]
        faulty = [Seen(each, each.faulty, await play(each.wanted, each.faulty)) for each in played if each.faulty]
    return good, faulty


def sight_of(good: list[Seen], faulty: list[Seen], checksum: str) -> ModelSight:
    """The figures of both passes."""
    twins = {seen.played.id: seen for seen in good}
    return ModelSight(
        date=datetime.now(UTC).date().isoformat(),
        commit=commit(),
        checksum=checksum,
        messages=len(good),
        accepted=sum(seen.accepted for seen in good),
        retried=sum(seen.as_written and not seen.accepted for seen in good),
        instead=sum(not seen.as_written for seen in good),
        refused_by=_counted(label for seen in good if not seen.accepted for label in _refusals(seen)),
        look=sum(seen.as_written and seen.noticed for seen in good),
        contradicted=sum(seen.outcome.contradicts for seen in good),
        faulty=len(faulty),
        faulty_refused=sum(not seen.as_written for seen in faulty),
        noticed=sum(seen.noticed for seen in faulty),
        told_apart=sum(seen.noticed and _is_told_apart(seen, twins[seen.played.id]) for seen in faulty),
        missed=_counted(seen.played.error for seen in faulty if not seen.noticed),
        faulty_contradicted=sum(seen.outcome.contradicts for seen in faulty),
    )


def _refusals(seen: Seen) -> set[str]:
    """The check that refused an answer; of the fact lock, the kinds of its findings."""
    complaint = seen.complaint or "nothing at first"
    kinds = {f"{item.kind} {item.status}" for item in seen.items if blocks(item)}
    return {f"{complaint} {kind}" for kind in kinds} if complaint == "facts" and kinds else {complaint}


def _is_told_apart(faulty: Seen, good: Seen) -> bool:
    return faulty.complaint != good.complaint or bool(faulty.items - good.items)


def _counted(labels: Iterable[str]) -> str:
    return "; ".join(f"{label} {n}" for label, n in sorted(Counter(labels).items(), key=lambda each: (-each[1], each)))
