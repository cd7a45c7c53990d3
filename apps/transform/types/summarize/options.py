"""A message that weighs options and recommends one: the recommendation first; the others can go."""

import re
from collections.abc import Sequence
from dataclasses import replace

from apps.transform.rewriting.worth import Worth, leans, shows
from apps.transform.types.summarize.arrange import Told
from apps.transform.types.summarize.rank import CHOSEN, CHOSEN_JA, content_words


def recommended_first(told: Sequence[Told], language: str, *, strong: bool) -> tuple[Told, ...]:
    """The recommendation ahead of what was weighed; `strong` leaves out what only speaks of options that weren't chosen."""
    at = next((n for n, t in enumerate(told) if shows("choice", t.text, language)), 0)
    head = [n for n, t in enumerate(told[:at]) if shows("weighed", t.text, language)]
    if not at or not head or leans(told[at].text, language):
        return tuple(told)
    weighed = [t for t in told[head[0] : at] if not strong or _is_of_choice(t, told[at], language)]
    return (*told[: head[0]], told[at], *(replace(t, moved=True) for t in weighed), *told[at + 1 :])


def _is_of_choice(told: Told, choice: Told, language: str) -> bool:
    """Whether a sentence names what was chosen, or binds somebody whatever is chosen."""
    if told.worth is Worth.BINDING and not shows("weighed", told.text, language):
        return True
    found = (CHOSEN if language == "en" else CHOSEN_JA).findall(choice.text)
    words = frozenset(word.lower() for name in found for word in re.split(r"\s", name))
    return bool(words & content_words(told.text, language)) or any(w in told.text for w in words if not w.isascii())
