"""Whatever the type: code, addresses, mentions and emoji come back byte for byte, and so they do in any subset of the changes."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.analyze.language.detect import detect_language
from apps.analyze.language.document import read_document
from apps.transform.contracts import Intensity, MessageContext, TransformationType, TransformRequest
from apps.transform.rewriting.edits import apply_edits
from apps.transform.story.verifying import Verified, verify
from apps.transform.types import WRITERS
from tests.examples import examples

TOKENS = (
    "`max_retries = 3`",
    "`SELECT * FROM orders`",
    "https://example.com/wiki/Runbook?id=7",
    "<https://example.org/a|the page>",
    "@tanaka",
    "<@U02ABCD9>",
    "<!here>",
    "ops-team@example.co.jp",
    "a.b+c@example.com",
    ":fire:",
    "🙏",
    "👨‍👩‍👧",
    "```\nERROR 500: retry\n```",
)
JAPANESE = (
    "まず{}を今日の17時までに直せ。",
    "なんで{}を確認しないの？",
    "{}は来週まで対応しません。",
    "原因は{}っぽいけど、まだ分からない。",
    "勝手に{}を消すな。承認は{}が出す。",
    "お疲れさまです。{}",
    "リリースは6/20に延期。理由は{}の遅れ。",
    "もし{}が動かなければ、{}に連絡してください。",
    "使えない資料だな{}",
    "デプロイは{}の後で早めにお願い。",
    "サーバーが落ちたら{}、必ず報告しろ。",
)
ENGLISH = (
    "Fix {} by 5pm today.",
    "Why didn't you check {}?",
    "We can't ship {} this week.",
    "It might be {}, but I'm not sure.",
    "Don't touch {} before {} approves.",
    "Hi all, {}",
    "The release moved to June 20 because {} was late.",
    "If {} fails, call {}.",
    "This is garbage {}",
    "Deploy it soon after {}.",
    "You never read {}, and the report needs 3 numbers!!!",
)
EDITED = (TransformationType.SOFTEN, TransformationType.CLARIFY, TransformationType.TERMINOLOGY)
COMPOSED = [kind for kind in TransformationType if kind not in EDITED]
CONTEXTS = (MessageContext(), MessageContext("エンジニア", "営業"), MessageContext("sales", "engineer"))


@st.composite
def messages(draw: st.DrawFn) -> str:
    sentences = draw(st.sampled_from((JAPANESE, ENGLISH)))
    chosen = draw(st.lists(st.sampled_from(sentences), min_size=1, max_size=6))
    glue = draw(st.sampled_from(("\n", "\n\n", "" if sentences is JAPANESE else " ", "\n- ")))
    return glue.join(_filled(draw, sentence) for sentence in chosen)


def _filled(draw: st.DrawFn, sentence: str) -> str:
    tokens = [draw(st.sampled_from(TOKENS)) for _ in range(sentence.count("{}"))]
    return sentence.format(*(f"\n{token}\n" if token.startswith("```") else token for token in tokens))


def verified(kind: TransformationType, text: str, intensity: Intensity, context: MessageContext) -> Verified:
    language = detect_language(text)
    wanted = TransformRequest(text, kind, intensity, language, language, context)
    document = read_document(text)
    return verify(WRITERS[kind](wanted, document), document, wanted)


def tokens_in(text: str) -> Counter[str]:
    """How often each token stands in a text."""
    return Counter({token: text.count(token) for token in TOKENS if token in text})


@settings(max_examples=examples(250), deadline=None, derandomize=True, database=None)
@given(text=messages(), intensity=st.sampled_from(Intensity), context=st.sampled_from(CONTEXTS))
def test_no_token_is_lost_changed_or_made_up_by_any_type(
    text: str, intensity: Intensity, context: MessageContext
) -> None:
    """A composed text may say a thing twice, an edited one may not. A text is read once for all types."""
    wanted = tokens_in(text)
    found = {kind: tokens_in(verified(kind, text, intensity, context).text) for kind in TransformationType}
    assert [kind for kind in EDITED if found[kind] != wanted] == []
    assert [kind for kind in COMPOSED if found[kind].keys() != wanted.keys()] == []


@pytest.mark.parametrize("kind", EDITED)
@settings(max_examples=examples(50), deadline=None, derandomize=True, database=None)
@given(text=messages(), intensity=st.sampled_from(Intensity), chosen=st.integers(0, 2**20 - 1))
def test_any_subset_of_the_changes_leaves_the_tokens_alone(
    kind: TransformationType, text: str, intensity: Intensity, chosen: int
) -> None:
    found, document = verified(kind, text, intensity, CONTEXTS[1]), read_document(text)
    assert not any(document.touches_opaque(edit.start, edit.end) for edit in found.edits)
    few = [edit for at, edit in enumerate(found.edits) if chosen >> at & 1]
    assert tokens_in(apply_edits(text, few)) == tokens_in(text)
    assert apply_edits(text, found.edits) == found.text
    assert apply_edits(text, ()) == text
