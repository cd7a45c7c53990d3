"""A sentence is softened wholly, or left as it was written and marked: nothing harsh is left without the result saying so."""

import re

import pytest

from apps.analyze.language.document import read_document
from apps.transform.contracts import (
    Draft,
    GlossaryEntry,
    Intensity,
    Language,
    TransformationType,
    TransformRequest,
)
from apps.transform.rewriting.edits import apply_edits
from apps.transform.types.soften.rules import write


def drafted(text: str, intensity: int = 2, *, glossary: tuple[GlossaryEntry, ...] = ()) -> Draft:
    language: Language = "ja" if re.search("[ぁ-ん]", text) else "en"
    wanted = TransformRequest(
        text, TransformationType.SOFTEN, Intensity(intensity), language=language, glossary=glossary
    )
    return write(wanted, read_document(text))


def softened(text: str, intensity: int = 2) -> str:
    return apply_edits(text, drafted(text, intensity).edits)


def marked(text: str, intensity: int = 2) -> list[str]:
    """The sentences of the original that are marked as harsh still."""
    unsure = drafted(text, intensity).unsure
    assert all(each.code == "still_harsh" for each in unsure)
    return [text[each.start : each.end] for each in unsure]


HARSH = [
    "現場を何だと思ってるんですか。",
    "貼り紙してありますよね。読めないんですか。",
    "老眼をばかにしているんですか。",
    "病棟に一晩座ってから言ってください。",
    "これで引き継いだつもりですか。",
    "小学生でもできるだろ。",
    "普通は設計で確認するでしょう。",
    "掲示板に貼っただけで伝わると思ってるの？",
    "知ってて放置したよね。",
    "人を待たせておいて謝罪もなし？",
    "だらだら3ページも誰が読むんだよ。",
    "何のためのシステムだよ。",
    "どんな教育してるんですか。",
    "分別もできない人に任せたくないですね。",
    "勝手に1時間削ってくれてどうもありがとうございます。",
    "前の日に倒しとけ。",
    "被害の写真は農政課に送れ、役場の広報じゃない。",
    "黙ってるなら全員出入り禁止にするからな。",
    "助かりました🙄",
    "Your build is fine. Marvellous.",
    'So the printer has been "fixed" again, has it?',
    "I'm not your secretary.",
    "Do they think a fairy does it?",
    "You people in marketing never ask before you promise things.",
    "You can explain that to the family.",
    "Come talk to me like an adult.",
    "So now it's my fault that the truck was overloaded?",
    "If you can't be bothered to show up, don't bother coming at all.",
    "Touch it again and I'll have you off site.",
    "Which part of gluten free don't you understand?",
    "If finance wants to pay the late fee, let them.",
    "Quit hiding behind the policy.",
    "I dont know why we even have a system.",
    "The cap is 5, not 50, please 🙄",
]


@pytest.mark.parametrize("intensity", [1, 2, 3])
@pytest.mark.parametrize("text", HARSH)
def test_what_no_rule_softens_is_left_as_it_was_written_and_marked(text: str, intensity: int) -> None:
    harsh = marked(text, intensity)
    assert harsh
    assert all(sentence in softened(text, intensity) for sentence in harsh)


KIND = [
    "お世話になっております。添付の見積もりをご確認いただけますでしょうか。",
    "納期に間に合わない可能性があります。優先順位をご相談させてください。",
    "最悪の場合を想定して、予備の部品を用意しておきます。",
    "放置自転車の撤去は毎月10日に行います。",
    "どうして温度が上がるのか調べています。",
    "何度もすみません。もう一点だけ確認させてください。",
    "雨がひどいので、明日の作業は中止にします。",
    "まだ届いていないのですが、状況を教えていただけますか。",
    "期限を過ぎた場合は受付できませんので、ご注意ください。",
    "ごみの収集日が火曜に変わりました。",
    "もう少しお時間をいただけないでしょうか。",
    "Could you please send me the March invoices when you have a moment?",
    "I'm afraid we can't make Thursday. Would Monday work instead?",
    "Why did we choose this supplier? I'd like to understand the reasoning.",
    "The gross margin is 12 percent.",
    "Please stop the pump at 6 pm and don't start it again.",
    "Whatever works for you is fine with me.",
    "I was wrong about the date, my fault.",
    "Kill the process if it hangs.",
    "Nobody was hurt, and the area is safe now.",
    "Sorry to bother you again. Is there any news?",
    "Only Gunnar or I will handle it.",
]


@pytest.mark.parametrize("intensity", [1, 2, 3])
@pytest.mark.parametrize("text", KIND)
def test_a_kind_message_has_no_mark(text: str, intensity: int) -> None:
    assert marked(text, intensity) == []


def test_the_rest_of_a_message_is_softened_beside_a_sentence_that_is_left() -> None:
    text = "うちを舐めているのか。第8条を元に戻せ。"
    assert marked(text) == ["うちを舐めているのか。"]
    assert softened(text) == "うちを舐めているのか。お手数ですが、第8条を元に戻していただけますか。"
    text = "Own it. Send the weight sheet by noon."
    assert marked(text) == ["Own it."]
    assert softened(text) == "Own it. Please send the weight sheet by noon."


def test_a_sentence_that_stays_harsh_is_not_half_softened() -> None:
    text = "Sort it out before 9 or you can tell 80 students yourself."
    assert softened(text) == text
    text = "お前らはこれで引き継いだつもりか。"
    assert softened(text) == text


def test_an_organizations_own_words_are_replaced_where_a_sentence_is_left_too() -> None:
    term = GlossaryEntry(term="デスマ", language="ja", plain="長時間労働", kind="forbidden")
    text = "デスマにするつもりですか。"
    assert apply_edits(text, drafted(text, glossary=(term,)).edits) == "長時間労働にするつもりですか。"
    assert [(each.start, each.end) for each in drafted(text, glossary=(term,)).unsure] == [(0, len(text))]


def test_what_is_innocent_among_friends_is_marked_in_a_rude_message() -> None:
    assert marked("現場を見たことはありますか。来月ご案内します。") == []
    assert marked("ふざけるな。現場、見たことありますか。") == ["現場、見たことありますか。"]
    assert marked("Are you going to join the call? The agenda is attached.") == []
    assert "Are you going to pay?" in marked("This is a disgrace. Are you going to pay?")


def test_sentences_that_one_edit_joins_are_left_together() -> None:
    text = "Seriously, do you think I'm blind? I'm not your secretary. The total is 200."
    assert marked(text) == ["I'm not your secretary."]
    assert softened(text) == "I'm not your secretary. The total is 200."


@pytest.mark.parametrize("text", ["直せ。" * 200 + "ふざけるな。" * 200, "Fix it. You people! " * 300])
def test_marks_are_in_order_and_disjoint(text: str) -> None:
    unsure = drafted(text).unsure
    ends = [each.end for each in unsure]
    assert all(each.start >= end for each, end in zip(unsure[1:], ends, strict=False))
