"""Names of people in Japanese text, to be hidden: what the dictionary knows, surnames that it takes for places or words, and who is
called so in Latin letters.

A surname that is a place (千葉) or a word (森) is a person where somebody is addressed, introduces themselves, has a role before the
name, or does what people do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.analyze.language.name_words import ORGANIZATION, words_of
from apps.analyze.language.names import NOT_PEOPLE
from apps.analyze.language.people import find_people
from apps.analyze.language.tokens import Token, tokenized_lines
from apps.analyze.language.western_people import find_western_in_japanese

TITLE = re.compile(
    r"(?:さん|様|さま|氏|くん|君(?!主)|ちゃん|殿|先生|先輩|部長|次長|課長|係長|主任|社長|専務|常務|会長|取締役|本部長|室長|店長|所長|支店長|工場長|リーダー|"
    r"マネージャー|マネジャー|代理|主査|教授|弁護士|税理士|夫妻|両名)"
)
OF_FIRMS = re.compile(ORGANIZATION)
INTRODUCED = re.compile(r"(?:です(?:。|が|けど|、|$)|と申し|と言い|といいます|より(?:。|$)|(?:拝|記)(?:。|$)|$)")
ROLE = re.compile(
    r"(?:担当|担当者|責任者|連絡先|宛先|宛|差出人|発信者|作成者|承認者|報告者|レビュー|部|課|室|係|チーム|グループ|営業|経理|人事|総務|開発|法務|広報|企画|先方|当社|弊社|"
    r"御社|同僚|上司|部下|後輩|新人|部長|課長|係長|主任|社長|リーダー|マネージャー|cc|CC|Cc|To|From|FROM|TO|CC：|cc:)の?[ 　:：]*$"
)
ACTS = re.compile(
    r"(?:は|が|も|に|と|から|へ|には|にも|とは|から(?:は|も)|って|なら|、)[^。！？\n]{0,40}?(?:担当|言[いうっわ]|聞[いきくこ]|頼[まみむん]|任せ|伝え|渡[しすさ]|送[らりるっ]|"
    r"確認|連絡|相談|報告|説明|依頼|お願い|決め|休[みむん]|出張|会議|参加|話[しすさ]|作[らりるっ]|直[しすさ]|書[いきくか]|調べ|知ら|知って|来[るまた]|行[くきっか]|"
    r"返事|電話|メール|怒|反対|賛成|代わ|引き継|辞め|入社|退職|異動|送付|共有|質問|回答|見て|見まし|待[たちっ]|忘れ|呼[びんば]|任[させ]|謝|遅刻|サボ|いい加減|"
    r"借り|返[しすさ]|もらっ|もらい|くれ|やっ|やり|やる|申し|お伝え|訊)"
)
KANJI, NAME = re.compile(r"[一-龯々]"), re.compile(r"[一-龯々]{2,4}")
FOLLOWERS = frozenset(
    [
        "宛",
        "宛て",
        "担当",
        "経由",
        "案",
        "以外",
        "以下",
        "本人",
        "自身",
        "達",
        "側",
        "班",
        "分",
        "名義",
        "両名",
        "他",
        "抜き",
        "不在",
        "夫妻",
        "看護師",
        "医師",
        "主任",
        "店長",
        "園長",
        "社員",
        "様方",
    ]
)
Span = tuple[int, int]


@dataclass(frozen=True)
class Word:
    """A word of a text that may be somebody's name. `is_part`: it goes on as another word (林業), or begins as a place (東京中野)."""

    start: int
    end: int
    token: Token
    is_part: bool


def find_japanese(prose: str) -> tuple[Span, ...]:
    """In order; some may overlap. Titles stay outside."""
    known = [span for span in find_people(prose) if _is_nobodys_firm(prose, *span) and not _is_place(prose, *span)]
    words = list(_words(prose))
    found = {*known, *((word.start, word.end) for word in words if _is_person(prose, word))}
    return tuple(sorted({*found, *_beside(prose, words, found), *find_western_in_japanese(prose)}))


def _words(prose: str) -> Iterator[Word]:
    listed = words_of("surname") | words_of("lone")
    for offset, _line, tokens in tokenized_lines(prose):
        for at, token in enumerate(tokens):
            if token.surface in listed or _may_be_name(token):
                yield Word(offset + token.start, offset + token.end, token, _is_part(tokens, at))


def _is_person(prose: str, word: Word) -> bool:
    if word.is_part or not _is_nobodys_firm(prose, word.start, word.end):
        return False
    return _is_surname(prose, word.start, word.end) or _is_unheard_of(prose, word)


def _is_nobodys_firm(prose: str, start: int, end: int) -> bool:
    """Not 河野建設: an organization that is called after somebody."""
    return not OF_FIRMS.match(prose, end) or bool(TITLE.match(prose, end))


def _is_place(prose: str, start: int, end: int) -> bool:
    return prose[start:end] in words_of("place") and not _shows_person(prose, start, end)


def _is_unheard_of(prose: str, word: Word) -> bool:
    """A proper name that no list holds, where only a person is called so, or has such a role: 五味先生, 資材の碓井に."""
    if not _may_be_name(word.token) or word.token.surface in words_of("place"):
        return False
    if TITLE.match(prose, word.end):
        return True
    has_role = ROLE.search(prose[max(0, word.start - 12) : word.start])
    return bool(has_role and (INTRODUCED.match(prose, word.end) or ACTS.match(prose, word.end)))


def _may_be_name(token: Token) -> bool:
    is_proper = token.subpos == "固有名詞" or not token.known
    return bool((is_proper and token.category != "地名") or token.category == "人名") and bool(
        NAME.fullmatch(token.surface)
    )


def _beside(prose: str, words: list[Word], found: set[Span]) -> Iterator[Span]:
    """A proper name in a row of names: 宍戸・樽見, 日比野と乾で."""
    ends = {end for _start, end in found}
    for word in words:
        is_next = word.start - 1 in ends and prose[word.start - 1] in "・、と,/"
        if is_next and not word.is_part and _is_nobodys_firm(prose, word.start, word.end):
            yield word.start, word.end


def _is_surname(prose: str, start: int, end: int) -> bool:
    name = prose[start:end]
    if name in NOT_PEOPLE and not TITLE.match(prose, end):
        return False
    if name in words_of("lone"):
        return bool(TITLE.match(prose, end)) or (_stands_alone(prose, start) and _shows_person(prose, start, end))
    if name not in words_of("surname"):
        return False
    return name not in words_of("place") or _shows_person(prose, start, end)


def _is_part(tokens: tuple[Token, ...], at: int) -> bool:
    """A place name before it, or a noun that makes it part of another word: 東京中野, 林業."""
    before, after = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    if before is not None and before.end == tokens[at].start and before.category == "地名":
        return True
    return after is not None and after.pos == "名詞" and bool(KANJI.match(after.surface)) and not _may_follow(after)


def _may_follow(token: Token) -> bool:
    """佐藤確認, 佐藤部長, 佐藤健太; not 田中貴金属."""
    is_role = bool(TITLE.match(token.surface)) or token.surface in FOLLOWERS
    return is_role or token.category in ("サ変可能", "副詞可能", "人名") or not token.known


def _shows_person(prose: str, start: int, end: int) -> bool:
    if TITLE.match(prose, end):
        return True
    before = prose[max(0, start - 12) : start]
    if ROLE.search(before):
        return True
    if _stands_alone(prose, start) and INTRODUCED.match(prose, end):
        return True
    return bool(ACTS.match(prose, end)) and (_stands_alone(prose, start) or prose[start - 1] in "にはがもでを")


def _stands_alone(prose: str, start: int) -> bool:
    """At the beginning of a sentence or a clause."""
    return start == 0 or prose[start - 1] in "。、！？!?,.:：;・ 　\n「『（("
