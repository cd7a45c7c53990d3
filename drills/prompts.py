"""Another prompt: what it makes of good answers is measured first, nobody gets an answer of the old one, and one step takes it back."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import httpx

from apps.transform.actions.add_prompt_version import add_prompt_version
from apps.transform.actions.label_prompt import label_prompt, roll_back_prompt
from apps.transform.contracts import ChosenPrompt, ModelQuestion, Prompt, TransformationType, TransformRequest
from apps.transform.prompt_comparison.comparing import PromptFigures, compare_prompts
from apps.transform.providers.ladder import Ladder
from apps.transform.providers.models import ModelRung
from apps.transform.providers.rules import RulesRung
from apps.transform.providers.writers import framed_choice
from drills import Verdict, drill
from drills.abuse import Fake, says
from drills.abuse_texts import Rewritten, rewrites
from drills.models import Asked, asked_at_leisure
from drills.world import PATIENCE_S, World
from tonebridge.ids import uuid7
from tonebridge.settings.models import ModelSetting
from tonebridge.tenancy.system import as_system

SOFTEN = TransformationType.SOFTEN
GOLDEN = 20
CONTENT = """---
version: x
variables: []
strengths:
  1: "弱く"
  2: "ふつうに"
  3: "強く"
---
{task}
"""
ADDS = "分かりやすい数字を足してください。"
"""A prompt that spoils answers, with a model that does as it says."""
TOLD_S = 5.0
"""By when every process tells its models another prompt."""
SENT = {"text": "明日17時までに仕様書を直せ。", "transformation_type": "soften"}


@drill("M9")
def another_prompt_is_measured_told_at_once_and_taken_back(world: World) -> Verdict:
    """Golden answers scored anew under a prompt that keeps them and under one that invents; the same message before, under the
    new one, and after rolling back.
    """
    names = [f"{name}-{uuid7().hex[-8:]}" for name in ("good", "worse")]
    with as_system("drill"):
        for name, task in zip(names, ("やわらかく書き直してください。", ADDS), strict=True):
            add_prompt_version(prompt=ChosenPrompt(SOFTEN, "ja", name, CONTENT.format(task=task)))
    scores = [_scored(task) for task in (None, "やわらかく書き直してください。", ADDS)]
    try:
        seen = _lived_through(asked_at_leisure(world), names[0])
    finally:
        _put_in_production("file")
    rates = [f"{one.passed}/{one.messages}" for one in scores]
    measured = scores[0].passed == scores[1].passed == GOLDEN and scores[2].passed < GOLDEN / 2
    figure = f"golden answers that may be shown: {', '.join(rates)} (own, good, worse); "
    return Verdict(measured and seen.is_right, figure + str(seen), seen.told_s < TOLD_S)


def _scored(task: str | None) -> PromptFigures:
    """The golden set under a prompt; None: the product's own."""
    prompt = framed_choice(ChosenPrompt(SOFTEN, "ja", "drill", CONTENT.format(task=task))) if task else None
    cases = list(islice((one for one in rewrites() if one.language == "ja"), GOLDEN))
    setting = ModelSetting("openai", "fake", input_price=1.0, output_price=1.0)
    ladder = Ladder((ModelRung("primary", setting, Fake(_obedient(cases))), RulesRung()))
    messages = [TransformRequest(one.text, SOFTEN, language="ja", reader_language="ja") for one in cases]

    def choose(_wanted: TransformRequest) -> Prompt | None:
        return prompt

    return list(compare_prompts("drill", messages, choose=choose, ladder=ladder))[-1]


def _obedient(cases: list[Rewritten]) -> Callable[[ModelQuestion], str]:
    """A model that gives the golden answers in their order, and adds a fact where its prompt asks for one."""
    left = iter(cases)

    def writes(question: ModelQuestion) -> str:
        answer = question.earlier if question.complaint else says(next(left))(question)
        adds = question.prompt is not None and ADDS in question.prompt.system
        return f"{answer}影響は37件です。" if adds else answer

    return writes


@dataclass(frozen=True)
class Seen:
    """Whether a repeat came from the cache and which prompt the result names: before, under the new one, and after."""

    repeat_cached: bool
    new_cached: bool
    versions: tuple[str, ...]
    told_s: float

    @property
    def is_right(self) -> bool:
        """A repeat is a repeat only under the same prompt."""
        old, new, back = self.versions
        return self.repeat_cached and not self.new_cached and old == back != new

    def __str__(self) -> str:
        return (
            f"a repeat cached: {self.repeat_cached}, under the new prompt: {self.new_cached}, told after {self.told_s:.1f} s; "
            f"prompts {' → '.join(self.versions)}"
        )


def _lived_through(product: Asked, name: str) -> Seen:
    first = _ask(product)
    repeat = _ask(product)
    _put_in_production(name)
    began = time.perf_counter()
    changed = _once_told(product, lambda version: name in version)
    told_s = time.perf_counter() - began
    with as_system("drill"):
        roll_back_prompt(kind=SOFTEN, language="ja", label="production")
    back = _once_told(product, lambda version: name not in version)
    versions = tuple(str(each["provider"]["prompt_version"]) for each in (first, changed, back))
    return Seen(bool(repeat["cached"]), bool(changed["cached"]), versions, told_s)


def _once_told(product: Asked, is_told: Callable[[str], bool]) -> Any:
    """The first answer under the prompt that is meant now."""
    began = time.perf_counter()
    while not is_told((found := _ask(product))["provider"]["prompt_version"] or ""):
        if time.perf_counter() - began > PATIENCE_S:
            break
        time.sleep(0.05)
    return found


def _ask(product: Asked) -> Any:
    """The same message each time."""
    url, headers = f"{product.base}/api/v1/transform", {"X-API-Key": product.tenant.key}
    return httpx.post(url, json=SENT, headers=headers, timeout=PATIENCE_S).json()


def _put_in_production(name: str) -> None:
    with as_system("drill"):
        label_prompt(kind=SOFTEN, language="ja", label="production", version=name)
