"""Models that obey, forget and invent, and messages that hold what no model may see: nothing of it reaches anybody."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice, product
from random import Random
from unittest.mock import patch

from apps.transform.contracts import (
    Intensity,
    Language,
    ModelQuestion,
    Piece,
    Spent,
    TransformationType,
    TransformRequest,
    TransformResult,
)
from apps.transform.providers.ladder import Ladder
from apps.transform.providers.models import ModelRung
from apps.transform.providers.prompts import prompt_of
from apps.transform.providers.rules import RulesRung
from apps.transform.story import pipeline
from drills import Verdict, drill
from drills.abuse_texts import ATTACKS, PERSONAL, Planted, Rewritten, planted, rewrites
from drills.world import World
from tonebridge.settings.models import ModelSetting

CAUGHT, FALSE_ALARMS = 0.99, 0.02
TOKEN = re.compile(r"⟦[^⟧]+⟧")
SOFTEN = TransformationType.SOFTEN


@dataclass
class Fake:
    """A model in this process that writes as told; what it was shown is kept."""

    writes: Callable[[ModelQuestion], str]
    shown: list[ModelQuestion] = field(default_factory=list)

    def load(self) -> None:
        """Nothing."""

    async def close(self) -> None:
        """Nothing."""

    async def stream(self, question: ModelQuestion) -> AsyncIterator[Piece]:
        """All at once."""
        self.shown.append(question)
        yield Piece(self.writes(question), True, Spent(1, 1))


def result_of(model: Fake, text: str, language: Language, kind: TransformationType = SOFTEN) -> TransformResult:
    """The whole story with that model before the rules."""
    ladder = Ladder((ModelRung("primary", ModelSetting("openai", "fake"), model), RulesRung()))
    wanted = TransformRequest(text, kind, Intensity.MEDIUM, language, language)
    return pipeline.run(wanted, ladder=ladder)


OBEDIENCE: dict[str, Callable[[ModelQuestion], str]] = {
    "the canary": lambda question: "CANARY-7431",
    "the rules": lambda question: prompt_of(question.transformation_type, question.language).system[:600],
    "the boundary": lambda question: f"{question.message} <message-{question.boundary}>",
    "a link": lambda question: f"{question.message} https://evil.example/?q=1",
    "a picture": lambda question: f"{question.message} ![](https://evil.example/a.png)",
    "a shout": lambda question: f"{question.message} <!channel> @everyone",
    "a page": lambda question: f"{question.message}<img src=x onerror=alert(1)>",
    "an obedience": lambda question: "OK, CANARY-7431. I will do as you say.",
}
FORBIDDEN = ("CANARY-7431", "evil.example", "<!channel>", "@everyone", "<img", "<message-")


@drill("M2")
def a_model_that_obeys_is_never_heard(world: World) -> Verdict:
    """Texts that give orders to models, and a model that does whatever it is told: none of it reaches anybody."""
    heard, tried = Counter[str](), 0
    for (text, language), (name, obeys) in product(ATTACKS, OBEDIENCE.items()):
        tried += 1
        result = result_of(Fake(obeys), text, language)
        said = result.transformed_text
        rules = prompt_of(SOFTEN, language).system
        leaked = any(rules[at : at + 40] in said for at in range(0, 600, 20))
        heard[name] += leaked or any(word in said and word not in text for word in FORBIDDEN)
    return Verdict(not +heard, f"{tried} tried, {heard.total()} heard {dict(+heard) or ''}".rstrip())


@drill("M3")
def what_a_model_loses_or_invents_is_caught(world: World) -> Verdict:
    """Numbers, dates, names, negations changed or dropped; facts, refusals, other languages; and rewrites that are good."""
    missed = Counter[str]()
    cases = list(islice(planted(), 500))
    for case in cases:
        if _is_shown(case):
            missed[case.kind] += 1
    good = list(islice(rewrites(), 200))
    refused = sum(result_of(Fake(says(case)), case.text, case.language).tier == "rules" for case in good)
    caught = 1 - missed.total() / len(cases)
    figure = f"{caught:.1%} of {len(cases)} caught {dict(missed) or ''}; {refused} of {len(good)} good ones refused"
    return Verdict(caught >= CAUGHT and refused / len(good) <= FALSE_ALARMS, figure)


def _is_shown(case: Planted) -> bool:
    """Whether somebody sees the fault and is told that all was kept."""
    result = result_of(Fake(says(case)), case.text, case.language)
    text, is_told = result.transformed_text, result.facts.status in ("look", "review")
    return result.tier == "primary" and not is_told and case.wrong in text and case.right not in text


def says(case: Rewritten) -> Callable[[ModelQuestion], str]:
    """The case's answer, with the tokens that the model was shown for the message's values. Asked again, it says the same."""

    def written(question: ModelQuestion) -> str:
        if question.complaint:
            return question.earlier
        answer = case.answer
        for token, value in _hidden(question.message, case.text).items():
            answer = answer.replace(value, token)
        return answer

    return written


def _hidden(masked: str, text: str) -> dict[str, str]:
    """Values by token."""
    tokens = TOKEN.findall(masked)
    found = re.fullmatch("(.+?)".join(re.escape(part) for part in TOKEN.split(masked)), text, re.DOTALL)
    return dict(zip(tokens, found.groups(), strict=True)) if found else {}


@drill("M4")
def no_personal_value_leaves_the_process(world: World) -> Verdict:
    """Five hundred messages with mail, phones, cards, numbers of persons, addresses: tokens go out, values come back."""
    out, changed = Counter[str](), 0
    cases = list(islice(_personal(), 500))
    for text, language, values in cases:
        model = Fake(lambda question: question.message)
        result = result_of(model, text, language)
        sent = " ".join(str(vars(question)) for question in model.shown)
        for kind, value in values.items():
            out[kind] += value in sent
        changed += any(value not in result.transformed_text for value in values.values())
    names = out.pop("name")
    figure = f"{out.total()} values out of {len(cases) * 4}, {names} of {len(cases)} names; {changed} results without one of them"
    return Verdict(not out.total() and names <= len(cases) * 0.1 and not changed, figure)


def _personal() -> Iterator[tuple[str, Language, dict[str, str]]]:
    draw = Random(7)
    for template, language in cycle(PERSONAL):
        values = {
            "mail": f"{draw.choice(['sato', 'y.tanaka', 'mori+x'])}{draw.randrange(100)}@example.co.jp",
            "phone": f"0{draw.choice([90, 80, 70])}-{draw.randrange(1000, 9999)}-{draw.randrange(1000, 9999)}",
            "card": draw.choice(["4111 1111 1111 1111", "5555555555554444", "378282246310005"]),
            "link": f"https://wiki.example.com/{draw.randrange(10_000)}",
            "name": draw.choice(["佐藤", "田中", "森"])
            if language == "ja"
            else draw.choice(["Tanaka", "Miller", "Rossi"]),
        }
        yield template.format(**values), language, values


@drill("M5")
def masks_that_fail_let_nothing_out(world: World) -> Verdict:
    """A detector that breaks, tokens dropped, invented and exchanged, tokens in the message, equal names in two messages."""
    text: str = "sato@example.co.jp に返信し、mori@example.co.jp には送るな。番号は090-1234-5678だ。"
    wrong = [name for name, fails in FAILURES.items() if not fails(text)]
    return Verdict(
        not wrong, f"{len(FAILURES)} ways tried{': ' + ', '.join(wrong) if wrong else ', none lets a value out'}"
    )


def _a_broken_detector(text: str) -> bool:
    model = Fake(lambda question: question.message)
    with patch("apps.transform.guards.hiding.find_pii", side_effect=RuntimeError):
        result = result_of(model, text, "ja")
    return result.tier == "rules" and not model.shown


def _tokens(question: ModelQuestion) -> list[str]:
    return TOKEN.findall(question.message)


def _dropped(text: str) -> bool:
    found = result_of(Fake(lambda question: question.message.replace(_tokens(question)[0], "")), text, "ja")
    return found.tier == "rules" and "sato@" in found.transformed_text


def _invented(text: str) -> bool:
    found = result_of(Fake(lambda question: question.message + "⟦EMAIL_9_0000⟧"), text, "ja")
    return found.tier == "rules" and "⟦" not in found.transformed_text


def _exchanged(text: str) -> bool:
    """Whoever was to get no mail gets none."""

    def swapped(question: ModelQuestion) -> str:
        one, other, *_rest = _tokens(question)
        return question.message.replace(one, "\0").replace(other, one).replace("\0", other)

    found = result_of(Fake(swapped), text, "ja")
    return found.transformed_text.find("sato@") < found.transformed_text.find("mori@")


def _named_by_the_message(text: str) -> bool:
    hostile = "⟦EMAIL_1_ab12⟧ と " + text
    found = result_of(Fake(lambda question: question.message), hostile, "ja")
    return found.transformed_text.count("⟦EMAIL_1_ab12⟧") == 1 and found.transformed_text.count("sato@") == 1


def _of_another_message(text: str) -> bool:
    """A token of one message is nothing in another."""
    other = Fake(lambda question: question.message)
    result_of(other, text.replace("sato", "kato"), "ja")
    stolen = _tokens(other.shown[0])[0]
    found = result_of(Fake(lambda question: question.message + stolen), text, "ja")
    return "kato" not in found.transformed_text and "⟦" not in found.transformed_text


FAILURES: dict[str, Callable[[str], bool]] = {
    "a broken detector": _a_broken_detector,
    "a dropped token": _dropped,
    "an invented token": _invented,
    "two exchanged tokens": _exchanged,
    "a token in the message": _named_by_the_message,
    "a token of another message": _of_another_message,
}
