"""What asks something of the reader: orders, prohibitions, bare て-requests. Read from conjugation, not from suffixes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from apps.analyze.language.tokens import Token
from apps.transform.rewriting.keigo.predicates import last_verb
from apps.transform.rewriting.keigo.verbs import Verb, base_of_potential
from apps.transform.types.soften.japanese.clauses import Clause
from apps.transform.types.soften.japanese.lexicon import happens_by_itself, is_ichidan_itself

Tone = Literal["rude", "bare", "polite", "courteous"]
PARTICLES = ("よ", "ね", "や", "な", "わ", "って", "ってば", "の", "ば", "さ")


@dataclass(frozen=True)
class Ask:
    """A request from `start` on: `before` + `verb` is what is asked for; `negative` asks not to do it.

    `noun` is the noun before する, at `noun_start`. `thing` asks for a noun instead (返事をください).
    """

    start: int
    before: str
    verb: Verb
    tone: Tone
    negative: bool = False
    noun: str = ""
    noun_start: int = -1
    thing: bool = False


def read_ask(clause: Clause) -> Ask | None:
    """The request a clause ends in; None for anything else."""
    tokens = _without_particles(clause.tokens)
    return next((ask for rule in RULES if (ask := rule(tokens, clause)) is not None), None)


def _without_particles(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Past よ, ね, って after an order; a な that forbids stays."""
    end = len(tokens)
    while end > 1 and tokens[end - 1].pos == "助詞" and tokens[end - 1].surface in PARTICLES:
        if tokens[end - 1].surface == "な" and _forbids(tokens, end - 1):
            break
        end -= 1
    return tokens[:end]


def _ask(tokens: tuple[Token, ...], at: int, tone: Tone, *, negative: bool = False, verb: Verb | None = None) -> Ask | None:
    found = last_verb(tokens, at)
    if found is None:
        return None
    head, before, read = found
    noun = tokens[head - 1] if head and read.group == "suru" and not before else None
    has_noun = noun is not None and noun.pos == "名詞" and noun.end == tokens[head].start and read.lemma == "する"
    return Ask(
        start=tokens[head].start,
        before=before,
        verb=verb or read,
        tone=tone,
        negative=negative,
        noun=noun.surface if noun is not None and has_noun else "",
        noun_start=noun.start if noun is not None and has_noun else -1,
    )


def _imperative(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """直せ, 確認しろ, 終わらせろ, 見ろ, やれ."""
    last = tokens[-1]
    if last.lemma in ("くださる", "下さる", "くれる", "なさる", "ちょうだい"):
        return None
    if last.surface == "やれ" and last.pos == "感動詞" and len(tokens) > 1:
        return Ask(last.start, "", Verb("やる", "godan"), "rude")
    base = _godan_order(tokens, clause)
    if base is not None:
        return _ask(tokens, len(tokens) - 1, "rude", verb=base)
    return _ask(tokens, len(tokens) - 1, "rude") if last.form == "命令形" else None


def _godan_order(tokens: tuple[Token, ...], clause: Clause) -> Verb | None:
    """出せよ and 聞け, which the dictionary reads as forms of the potential verb."""
    last = tokens[-1]
    if last.pos != "動詞" or not last.conjugation.startswith("下一段") or is_ichidan_itself(last.lemma):
        return None
    spoken = last.form in ("命令形", "意志推量形") and last.surface.endswith("よ")
    bare = last.form == "連用形-一般" and last.surface == last.lemma[:-1] and not clause.is_item and bool(clause.mark)
    return base_of_potential(last.lemma) if spoken or bare else None


def _please(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """〜てください, 〜てくれ, 〜ないでください, 返事をください, お送りください, 〜なさい."""
    last = tokens[-1]
    if last.lemma not in ("くださる", "下さる", "くれる", "なさる") or last.form != "命令形" or len(tokens) < 2:
        return None
    before = tokens[-2]
    tone: Tone = "polite" if last.lemma in ("くださる", "下さる") else "rude"
    if before.subpos == "接続助詞":
        return _te(tokens, len(tokens) - 2, tone)
    if last.lemma == "なさる":
        return _ask(tokens, len(tokens) - 2, "rude")
    if _is_honorific(tokens):
        return None
    if before.pos == "名詞" or before.surface == "を":
        joined = "" if before.surface == "を" else "を"
        return Ask(last.start, joined, Verb("いただく", "godan"), tone, thing=True)
    return None


def _is_honorific(tokens: tuple[Token, ...]) -> bool:
    return any(token.pos == "接頭辞" and token.surface in ("お", "ご", "御") for token in tokens[-3:-1])


def _te(tokens: tuple[Token, ...], at: int, tone: Tone) -> Ask | None:
    """The request in a te-form that ends at `at`: 直して, 触らないで."""
    before = tokens[at - 1] if at else None
    if before is None or tokens[at].surface not in ("て", "で"):
        return None
    if before.lemma in ("ない", "ねえ") and before.pos == "助動詞":
        return _ask(tokens, at - 2, tone, negative=True) if at > 1 else None
    return _ask(tokens, at - 1, tone)


def _bare_te(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """直して。 and 触らないで。, where the verb is something a reader can decide to do."""
    last = tokens[-1]
    if last.subpos != "接続助詞" or len(tokens) < 2:
        return None
    verb_at = -3 if tokens[-2].lemma == "ない" and len(tokens) > 2 else -2
    if happens_by_itself(tokens[verb_at].lemma) or tokens[verb_at].lemma in ("てる", "でる"):
        return None
    return _te(tokens, len(tokens) - 1, "bare")


def _wish(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """〜てほしい(です), 〜てもらいたい, 〜ないでほしい."""
    polite = tokens[-1].lemma == "です"
    rest = tokens[:-1] if polite else tokens
    if len(rest) > 2 and rest[-1].lemma == "たい" and rest[-2].lemma == "もらう":
        rest = rest[:-1]
    elif not rest or rest[-1].lemma not in ("ほしい", "欲しい"):
        return None
    if len(rest) < 3 or rest[-2].subpos != "接続助詞":
        return None
    return _te(rest, len(rest) - 2, "polite" if polite else "bare")


def _can_you(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """直してもらえる？, 直してくれない？, 直してもらえますか, 直してもらっていい？"""
    rest, polite, asks = tokens, False, clause.is_question
    while rest and (rest[-1].surface in ("か", "ん", "よね") or rest[-1].lemma in ("ます", "ない", "ぬ", "です", "いい")):
        polite = polite or rest[-1].lemma in ("ます", "です")
        asks = asks or rest[-1].surface == "か"
        rest = rest[:-1]
    if rest and rest[-1].surface == "て" and len(rest) > 2:
        rest = rest[:-1]
    if len(rest) < 3 or rest[-1].lemma not in ("もらえる", "くれる", "もらう") or not asks:
        return None
    if rest[-1].form == "命令形" or rest[-2].subpos != "接続助詞":
        return None
    return _te(rest, len(rest) - 2, "courteous" if polite else "bare")


def _forbids(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the な at `at` forbids: after the dictionary form of a verb that one can decide on."""
    if at == 0 or tokens[at].surface != "な" or tokens[at].subpos != "終助詞":
        return False
    verb = tokens[at - 1]
    if verb.lemma == "ぬ" and verb.surface == "ん" and at > 1:
        return tokens[at - 2].form.startswith("連用形") and tokens[at - 2].conjugation.startswith(("上一段", "下一段"))
    doable = verb.pos in ("動詞", "助動詞") and verb.lemma not in ("だ", "た", "ない", "たい", "らしい", "です", "ます", "てる")
    return doable and verb.form.startswith(("終止形", "連体形")) and not happens_by_itself(verb.lemma)


def _prohibition(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    at = len(tokens) - 1
    if not _forbids(tokens, at):
        return None
    verb_at = at - 2 if tokens[at - 1].lemma == "ぬ" else at - 1
    return _ask(tokens, verb_at, "rude", negative=True)


def _must_not(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """〜ちゃダメ, 〜てはいけない, 〜てはいけません."""
    rest, polite = tokens, False
    while rest and rest[-1].lemma in ("だ", "です", "ます", "ぬ", "ない", "ねえ", "よ"):
        polite = polite or rest[-1].lemma in ("です", "ます")
        rest = rest[:-1]
    if len(rest) < 3 or rest[-1].lemma not in ("ダメ", "だめ", "駄目", "いける", "なる"):
        return None
    at = len(rest) - 2
    if rest[at].surface == "は" and rest[at - 1].surface in ("て", "で"):
        at -= 1
    elif rest[at].surface not in ("ちゃ", "じゃ"):
        return None
    if at == 0 or rest[at].subpos != "接続助詞" or rest[at - 1].lemma == "ない":
        return None
    return _ask(rest, at - 1, "polite" if polite else "bare", negative=True)


def _directive(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """今日中に直すこと。 and 必ず直すように。, the orders of notices."""
    if clause.is_question or clause.is_inner or len(tokens) < 3:
        return None
    if tokens[-1].surface in ("こと", "事") and clause.mark.startswith("。"):
        at = len(tokens) - 2
    elif tokens[-1].surface == "に" and tokens[-2].surface == "よう":
        at = len(tokens) - 3
    else:
        return None
    bound = any(token.surface in ("を", "必ず", "絶対", "まで", "に", "から") for token in tokens[:at])
    if tokens[at].lemma == "ない" and at:
        return _ask(tokens, at - 1, "bare", negative=True)
    return _ask(tokens, at, "bare") if bound and tokens[at].form.startswith("連体形") else None


def _plead(tokens: tuple[Token, ...], clause: Clause) -> Ask | None:
    """確認よろしく, 対応頼む, 確認お願い: `thing` with お願いする."""
    last = tokens[-1]
    pleads = last.lemma in ("たのむ", "頼む") and last.form.startswith("終止形")
    if not pleads and last.surface not in ("よろしく", "よろ", "宜しく", "お願い", "おねがい"):
        return None
    before = tokens[-2] if len(tokens) > 1 else None
    if before is not None and before.pos == "名詞" and before.subpos == "普通名詞":
        return Ask(last.start, "を", Verb("お願いする", "suru"), "bare", thing=True)
    if before is None or before.surface in ("を", "で", "、", "は"):
        return Ask(last.start, "", Verb("お願いする", "suru"), "bare", thing=True)
    return None


RULES: tuple[Callable[[tuple[Token, ...], Clause], Ask | None], ...] = (
    _please,
    _imperative,
    _prohibition,
    _must_not,
    _wish,
    _can_you,
    _bare_te,
    _directive,
    _plead,
)
