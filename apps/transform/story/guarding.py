"""What stands between one message and the models: mask ▸ (model) ▸ restore ▸ check ▸ lock the facts ▸ (witness) ▸ settle."""

import logging
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import cached_property

from apps.analyze.actions.find_injection import find_injection
from apps.analyze.language.document import Document
from apps.transform.contracts import (
    Complaint,
    Draft,
    Edit,
    FactItem,
    GlossaryEntry,
    ModelQuestion,
    Question,
    TransformationType,
    TransformRequest,
)
from apps.transform.factlock.claims import claims_of
from apps.transform.factlock.compare import blocks, is_gone, is_harmless
from apps.transform.factlock.testimony import read_testimony
from apps.transform.factlock.witnessed import Compared, settle
from apps.transform.guards.hiding import masks_of
from apps.transform.guards.masking import boundary
from apps.transform.guards.model_answers import Sent, complain, complain_of_part
from apps.transform.providers.prompts import prompt_for, rules_of
from apps.transform.rewriting.difference import edits_between
from apps.transform.rewriting.rulebook import wording_beside
from apps.transform.story.comparing import compared
from apps.transform.story.reasons import REWORDED, reason_of_whole, with_reasons
from apps.transform.story.verifying import Verified, verify, verify_text
from apps.transform.types import WRITERS

log = logging.getLogger(__name__)
WORDS = wording_beside(__file__)
BY_SENTENCE = frozenset({TransformationType.SOFTEN, TransformationType.CLARIFY, TransformationType.TERMINOLOGY})
"""Types whose answers are shown as edits of the message, sentence by sentence; those of the others are texts of their own."""
MAY_LEAVE_OUT = frozenset({TransformationType.SUMMARIZE})
"""Types that are shorter on purpose."""
MOST_WORDS = 40
MOST_NAMED = 12
"""So many broken values are named when a model is asked again."""


class ModelGuard:
    """`apps.transform.protocols.Guard` of one message."""

    def __init__(self, wanted: TransformRequest, document: Document, *, streams: bool = True) -> None:
        self.wanted, self._document, self._streams = wanted, document, streams
        self._masks = masks_of(wanted.text, wanted.language, *asdict(wanted.context).values())
        self._boundary = boundary()
        self._question: ModelQuestion | None = None
        self._passed: list[tuple[Draft, Verified]] = []

    def question(self) -> ModelQuestion:
        """The message as it may leave the process."""
        if self._question is None:
            self._question = self._masked()
        return self._question

    def judge(self, answer: str) -> Draft | Complaint:
        """The answer as a draft none of whose values is broken, or why it can't be shown. Where only the meaning may have changed, it
        passes, and its ledger says where to look.
        """
        text = self._with_margins(self.restored(answer.strip()))
        complaint = self._lost_tokens(answer, text) or complain(text, self._sent)
        if complaint:
            return complaint
        return self._locked(text, WRITERS[self.wanted.transformation_type](self.wanted, self._document).questions)

    def wish(self, found: Draft | Complaint) -> str:
        """Of a draft, the values that aren't found again, where its type may leave out none."""
        if isinstance(found, Complaint):
            return found.told
        gone = [] if self.wanted.transformation_type in MAY_LEAVE_OUT else _gone(self.verified(found))
        return self._told("gone", map(self._masks.mask, gone)) if gone else ""

    def better(self, first: Draft | Complaint, second: Draft | Complaint) -> Draft | Complaint:
        """The one that lacks fewer values, then the one with fewer places to look at; the first of two that are as good."""
        if isinstance(first, Complaint):
            return second
        if isinstance(second, Complaint):
            return first
        return min(first, second, key=lambda draft: _lacks(self.verified(draft)))

    def restored(self, masked: str) -> str:
        """A text for or from a model, with the values behind its marks."""
        return self._masks.restore(masked)

    def adopt(self, text: str) -> Draft | Complaint:
        """A finished text from elsewhere, judged in the same way. No questions come with it."""
        return complain(text, self._sent) or self._locked(text, ())

    def part(self, text: str, before: str) -> str | Complaint:
        """A sentence or several. Where the message is suspected to give orders, nothing is told before all was judged."""
        if not self._streams or self._sent.suspected:
            return Complaint("silent")
        shown = self._masks.restore(text if before else text.lstrip())
        if self._masks.leftover(shown):
            return Complaint("tokens")
        return complain_of_part(shown, before, self._sent) or shown

    def verified(self, draft: Draft) -> Verified:
        """Any draft under the fact lock; one that has been judged was there already."""
        known = next((verified for passed, verified in self._passed if passed is draft), None)
        return known or verify(draft, self._document, self.wanted)

    def comparison(self, draft: Draft) -> ModelQuestion | None:
        """The claims of the message, and the text that the draft makes of it. None where that is the message itself."""
        verified, asked = self.verified(draft), self.question()
        self._keep(draft, verified)
        return None if verified.text == self.wanted.text else compared(asked, self._masks.mask(verified.text))

    def hear(self, draft: Draft, answer: str, by: str) -> Complaint | None:
        """Settle its ledger by what somebody says who has read both texts. Raises NoTestimony."""
        verified, restore = self.verified(draft), self._masks.restore
        testimony = read_testimony(answer).put_back(restore)
        claims = tuple(map(restore, claims_of(self.question().message, self.wanted.language)))
        texts = Compared(self.wanted, verified.text, claims, by, draft.left_out, is_doubtful=self._sent.suspected)
        facts = settle(verified.facts, texts, testimony)
        self._keep(draft, replace(verified, facts=facts))
        found = _broken(facts.items)
        return Complaint("meaning", self._told("read", map(self._masks.mask, found))) if found else None

    def _masked(self) -> ModelQuestion:
        wanted, context = self.wanted, self.wanted.context
        self._masks.know(wanted.text, context.sender_role, context.receiver_role, context.background)
        return ModelQuestion(
            transformation_type=wanted.transformation_type,
            intensity=wanted.intensity,
            language=wanted.language,
            message=self._masks.mask(wanted.text),
            boundary=self._boundary,
            sender=self._masks.mask(context.sender_role),
            receiver=self._masks.mask(context.receiver_role),
            background=self._masks.mask(context.background),
            words=self._masks.mask(_words(wanted)),
            prompt=wanted.prompt,
        )

    @cached_property
    def _sent(self) -> Sent:
        wanted = self.wanted
        return Sent(
            text=wanted.text,
            kind=wanted.transformation_type,
            language=wanted.language,
            rules=rules_of(prompt_for(wanted)),
            boundary=self._boundary,
            forbidden=tuple(entry.term for entry in wanted.glossary if entry.kind == "forbidden"),
            suspected=find_injection(wanted.text, wanted.language).flagged,
            glossary=_explanations(wanted),
        )

    def _lost_tokens(self, answer: str, restored: str) -> Complaint | None:
        if self._masks.leftover(restored):
            return Complaint("tokens", self._complaint(("⟦…⟧",)))
        if self.wanted.transformation_type is TransformationType.SUMMARIZE:
            return None
        missing = self._masks.missing(self.question().message, answer)
        return Complaint("tokens", self._complaint(missing)) if missing else None

    def _with_margins(self, text: str) -> str:
        """An answer that changes nothing is the message as it was, blank lines around it too."""
        return self.wanted.text if text == self.wanted.text.strip() else text

    def _locked(self, text: str, questions: tuple[Question, ...]) -> Draft | Complaint:
        draft = self._draft(text, questions)
        verified = verify_text(draft, self._document, self.wanted)
        if verified.facts.status == "review":
            return Complaint("facts", self._complaint(self._masks.mask(fact) for fact in _broken(verified.facts.items)))
        self._keep(draft, verified)
        return draft

    def _keep(self, draft: Draft, verified: Verified) -> None:
        """What was found of a draft; of the two latest drafts."""
        others = [passed for passed in self._passed if passed[0] is not draft]
        self._passed = [*others[-1:], (draft, verified)]

    def _draft(self, text: str, questions: tuple[Question, ...]) -> Draft:
        """The answer, with the questions that the type's own rules have for the writer."""
        wanted = self.wanted
        if text == wanted.text:
            return Draft(questions=questions)
        if wanted.transformation_type not in BY_SENTENCE:
            return Draft(composed=text, reason=self._reason(text), questions=questions)
        edits = edits_between(self._document, text, language=wanted.language, reason=REWORDED)
        return Draft(edits=with_reasons(edits, self._rules, wanted.text, wanted.language), questions=questions)

    def _reason(self, text: str) -> str:
        """Why the whole text was written anew."""
        kind = self.wanted.transformation_type
        if kind is TransformationType.STRUCTURE:
            return "structured"
        return reason_of_whole(self.wanted.text, text, is_summary=kind is TransformationType.SUMMARIZE)

    @cached_property
    def _rules(self) -> tuple[Edit, ...]:
        """What rules find harsh or ordering in the message. A mistake of theirs costs reasons, never the answer."""
        wanted = replace(self.wanted, transformation_type=TransformationType.SOFTEN)
        try:
            return WRITERS[TransformationType.SOFTEN](wanted, self._document).edits
        except Exception:
            log.exception("reasons failed")
            return ()

    def _complaint(self, facts: Iterable[str]) -> str:
        """What a model is told of broken facts; they are masked, as in the message."""
        return self._told("facts", facts)

    def _told(self, key: str, facts: Iterable[str]) -> str:
        named = list(dict.fromkeys(facts))[:MOST_NAMED]
        language = self.wanted.language
        return WORDS[key][language].format(WORDS["semicolon"][language].join(named))


def _words(wanted: TransformRequest) -> str:
    """The organization's words that the message holds, a line each; what must stay comes from the call, too."""
    text = wanted.text.lower()
    lines = [_line(entry) for entry in wanted.glossary if entry.kind == "forbidden" or entry.term.lower() in text]
    lines += [f"= {term}" for term in wanted.preserve_terms if term.lower() in text]
    return "\n".join(lines[:MOST_WORDS])


def _explanations(wanted: TransformRequest) -> str:
    """What the glossary has for the words of the message, as it may stand behind them."""
    text = wanted.text.lower()
    found = (entry for entry in wanted.glossary if entry.kind != "preserve" and entry.term.lower() in text)
    return "\n".join(f"{entry.plain}\n（{entry.definition}）" for entry in found)


def _line(entry: GlossaryEntry) -> str:
    if entry.kind == "preserve":
        return f"= {entry.term}"
    if entry.kind == "forbidden":
        return f"× {entry.term}" + (f" → {entry.plain}" if entry.plain else "")
    return f"{entry.term}: {entry.plain or entry.definition}"


def _gone(verified: Verified) -> list[str]:
    return [item.original for item in verified.facts.items if is_gone(item)]


def _lacks(verified: Verified) -> tuple[int, int]:
    """How many values a text lacks, and in how many places it is to be looked at."""
    return len(_gone(verified)), sum(not is_harmless(item) for item in verified.facts.items)


def _broken(items: tuple[FactItem, ...]) -> list[str]:
    return [item.original or item.found for item in items if blocks(item)]
