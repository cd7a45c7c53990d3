"""Japanese verbs and their forms, from the dictionary form and its conjugation class (UniDic's names, school grammar)."""

from dataclasses import dataclass
from typing import Literal

from apps.analyze.language.tokens import Token, tokenize

Group = Literal["godan", "ichidan", "suru", "kuru"]

ROWS = dict(
    zip(
        "うくぐすつぬぶむる",
        (
            "わいえおって",
            "かきけこいて",
            "がぎげごいで",
            "さしせそして",
            "たちてとって",
            "なにねのんで",
            "ばびべぼんで",
            "まみめもんで",
            "らりれろって",
        ),
        strict=True,
    )
)
"""For the last kana of a godan verb: its kana of the rows a, i, e, o, and the end of its te-form."""

HONORIFIC_I = ("くださる", "下さる", "なさる", "いらっしゃる", "おっしゃる", "仰る", "ござる")
SPOKEN = {
    "てる": "ている",
    "でる": "でいる",
    "とく": "ておく",
    "どく": "でおく",
    "とる": "ている",
    "ちゃう": "てしまう",
    "じゃう": "でしまう",
    "てく": "ていく",
    "でく": "でいく",
}
"""Contractions of speech that Sudachi reads as one auxiliary, and what they stand for."""


HOMOGRAPHS = {("断っ", "断つ"): "断る"}
"""Forms that two verbs share, and the one that messages have."""


@dataclass(frozen=True)
class Verb:
    """A verb in its dictionary form; every method gives the whole form, stem included."""

    lemma: str
    group: Group

    @property
    def masu_stem(self) -> str:
        """直す → 直し, 見る → 見, する → し, なさる → なさい."""
        if self.lemma.endswith(HONORIFIC_I):
            return self.lemma[:-1] + "い"
        return self._irregular("し", "き") if self._is_irregular else self._row(1)

    @property
    def nai_stem(self) -> str:
        """What stands before ない: 直さ, 見, し, こ. ある has none (its negative is ない itself)."""
        if self.lemma in ("ある", "有る"):
            return ""
        return self._irregular("し", "こ") if self._is_irregular else self._row(0)

    @property
    def te(self) -> str:
        """直して, 読んで, 行って, 見て, して, 来て."""
        if self.lemma.endswith(("行く", "いく", "ゆく")):
            return self.lemma[:-1] + "って"
        if self.group == "godan":
            return self.lemma[:-1] + ROWS[self.lemma[-1]][4:]
        return self.masu_stem + "て"

    @property
    def potential(self) -> "Verb":
        """直せる, 見られる, できる, 来られる."""
        if self.group == "suru":
            return Verb(self.lemma.removesuffix("する") + "できる", "ichidan")
        if self.group == "godan":
            return Verb(self._row(2) + "る", "ichidan")
        return Verb(self.nai_stem + "られる", "ichidan")

    @property
    def _is_irregular(self) -> bool:
        return self.group in ("suru", "kuru")

    def _irregular(self, suru: str, kuru: str) -> str:
        if self.group == "suru":
            return self.lemma[: -len("する")] + suru
        return self.lemma[:-1] if self.lemma.endswith("来る") else self.lemma[: -len("くる")] + kuru

    def _row(self, column: int) -> str:
        return self.lemma[:-1] + (ROWS[self.lemma[-1]][column] if self.group == "godan" else "")


def verb_of(token: Token) -> Verb | None:
    """The verb a token is a form of, contractions written out (てる → ている); None for what does not conjugate as one."""
    lemma = SPOKEN.get(token.lemma, token.lemma) if token.pos == "助動詞" else token.lemma
    lemma = HOMOGRAPHS.get((token.surface, lemma), lemma)
    if token.pos == "助動詞" and lemma in ("てしまう", "でしまう", "ておく", "でおく", "ていく", "でいく"):
        return Verb(lemma, "godan")
    group = _group(token, lemma)
    if group is None or not _is_dictionary_form(lemma, group):
        return None
    return Verb(lemma, group)


def _group(token: Token, lemma: str) -> Group | None:
    kind = token.conjugation
    if kind.startswith("五段"):
        return "godan"
    if kind.startswith(("上一段", "下一段", "助動詞-レル")):
        return "ichidan"
    if kind.startswith(("サ行変格", "文語サ行変格")) and lemma.endswith("する"):
        return "suru"
    return "kuru" if kind.startswith("カ行変格") else None


def _is_dictionary_form(lemma: str, group: Group) -> bool:
    return lemma[-1:] in ROWS if group == "godan" else lemma.endswith("る")


def base_of_potential(lemma: str) -> Verb | None:
    """出せる → 出す, 聞ける → 聞く; None where there is no such godan verb (見せる, 調べる)."""
    if len(lemma) < 2 or not lemma.endswith("る"):
        return None
    ending = next((end for end, row in ROWS.items() if row[2] == lemma[-2]), None)
    tokens = tokenize(lemma[:-2] + ending) if ending else ()
    if len(tokens) == 1 and tokens[0].conjugation.startswith("五段") and tokens[0].lemma == lemma[:-2] + str(ending):
        return Verb(tokens[0].lemma, "godan")
    return None
