"""Honorific requests: which verbs and nouns take お or ご. Data in `rulebook/soften_ja_honorifics.yaml`."""

from dataclasses import dataclass
from functools import lru_cache

from apps.transform.rewriting.rulebook import FOLDER, load_entries


@dataclass(frozen=True)
class Honorific:
    """`say` is the whole stem of a verb (お直し, ご覧), or the prefix of a noun of doing (ご, お)."""

    lemmas: tuple[str, ...]
    say: str
    takes_object: bool = False

    def __post_init__(self) -> None:
        if not self.say.startswith(("お", "ご")):
            raise ValueError(f"{self.say!r} is no honorific")


def honorific_verb(lemma: str) -> Honorific | None:
    """直す → お直し; None for a verb whose honorific would sound odd (減らす)."""
    found = _table().get(lemma)
    return found if found is not None and len(found.say) > 1 else None


def honorific_noun(noun: str) -> str | None:
    """確認 → ご確認; None for nouns that take neither (デプロイ)."""
    found = _table().get(noun)
    return found.say + noun if found is not None and len(found.say) == 1 else None


@lru_cache(maxsize=1)
def _table() -> dict[str, Honorific]:
    entries = load_entries(FOLDER / "soften_ja_honorifics.yaml", Honorific)
    return {lemma: entry for entry in entries for lemma in entry.lemmas}
