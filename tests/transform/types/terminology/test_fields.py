"""Who needs what explained, and which sense a word has: the fields of the reader, the sender and the message decide."""

import pytest

from apps.transform.contracts import Draft, TransformationType
from apps.transform.rewriting.roles.fields import IT, fields_of
from tests.transform.types.writing import applied, drafted


def draft(text: str, sender: str = "", receiver: str = "", intensity: int = 2) -> Draft:
    return drafted(TransformationType.TERMINOLOGY, text, intensity=intensity, sender=sender, receiver=receiver)


def explained(text: str, sender: str = "", receiver: str = "", intensity: int = 2) -> str:
    return applied(draft(text, sender, receiver, intensity), text)


@pytest.mark.parametrize(
    ("role", "field"),
    [
        ("経理部", "accounting"),
        ("CFO", "finance"),
        ("法務", "law"),
        ("legal counsel", "law"),
        ("看護師", "medicine"),
        ("head nurse", "medicine"),
        ("claims adjuster", "insurance"),
        ("損保の査定担当", "insurance"),
        ("人事", "hr"),
        ("HR manager", "hr"),
        ("growth marketer", "marketing"),
        ("営業", "sales"),
        ("account executive", "sales"),
        ("倉庫担当", "logistics"),
        ("freight forwarder", "logistics"),
        ("工場の班長", "manufacturing"),
        ("plant manager", "manufacturing"),
        ("施工管理", "construction"),
        ("site manager", "construction"),
        ("電力会社", "energy"),
        ("grid operator", "energy"),
        ("店長", "retail"),
        ("store manager", "retail"),
        ("教員", "education"),
        ("teacher", "education"),
        ("市役所", "public_administration"),
        ("city hall", "public_administration"),
        ("研究者", "research"),
        ("professor", "research"),
    ],
)
def test_a_role_in_free_text_names_a_field(role: str, field: str) -> None:
    fields = fields_of(role)
    assert fields is not None
    assert field in fields
    assert not fields & IT


@pytest.mark.parametrize("role", ["engineer", "エンジニア", "情シス", "developer", "SRE", "security analyst"])
def test_an_engineer_is_at_home_in_all_of_it(role: str) -> None:
    assert fields_of(role) == IT


@pytest.mark.parametrize("role", ["お客様", "customers", "everyone", "患者さん", "保護者", "non-engineers"])
def test_a_layperson_is_at_home_in_no_field(role: str) -> None:
    assert fields_of(role) == frozenset()


@pytest.mark.parametrize("role", ["", "友人", "Bob", "xyz"])
def test_of_an_unknown_role_nothing_is_assumed(role: str) -> None:
    assert fields_of(role) is None


@pytest.mark.parametrize(
    ("text", "sender", "stranger", "insider", "term"),
    [
        ("引当金を計上します。", "経理", "看護師", "財務", "引当金（"),
        ("挿管しました。", "看護師", "情シス", "医師", "挿管（"),
        ("打設は明日です。", "施工管理", "お客様", "現場監督", "打設（"),
        ("The covenant was waived.", "finance", "nurse", "treasurer", "covenant ("),
        ("We fear confounding.", "researcher", "press office", "professor", "confounding ("),
        ("The planogram changed.", "store manager", "teacher", "retail buyer", "planogram ("),
    ],
)
def test_a_term_is_explained_to_outsiders_and_not_to_its_own_people(
    text: str, sender: str, stranger: str, insider: str, term: str
) -> None:
    assert term in explained(text, sender, stranger)
    assert term not in explained(text, sender, insider)


@pytest.mark.parametrize(
    ("text", "sender", "receiver", "says"),
    [
        ("Please send the RFI.", "site manager", "customer", "designer"),
        ("Please send the RFI.", "sales", "customer", "suppliers"),
        ("The claim was paid.", "claims adjuster", "customer", "insurer"),
        ("締めは25日です。", "経理", "お客様", "帳"),
        (
            "A phishing mail arrived. The endpoint was isolated.",
            "security team",
            "hr",
            "computer, phone or other device",
        ),
    ],
)
def test_the_senders_field_decides_between_senses(text: str, sender: str, receiver: str, says: str) -> None:
    assert says in explained(text, sender, receiver)


@pytest.mark.parametrize(
    "text",
    [
        "This will lead to delays.",
        "I claim that it works.",
        "締めの言葉をお願いします。",
        "今日のリードは3点です。",
        "Please table the lunch order.",
    ],
)
def test_an_everyday_word_is_left_alone(text: str) -> None:
    assert explained(text, "", "customer") == text


def test_words_of_the_field_settle_what_a_context_needs() -> None:
    alone, among = "The claim was paid.", "The policyholder's premium rose, the insurer says. The claim was paid."
    assert "claim (" not in explained(alone, "", "customer")
    assert "claim (" in explained(among, "", "customer")


def test_an_abbreviation_with_several_senses_is_asked_about_and_not_explained() -> None:
    text = "The CP is ready."
    found = draft(text, "", "customer")
    (question,) = found.questions
    assert (question.start, question.end) == (4, 6)
    assert "CP" in question.text
    assert found.edits == ()


def test_nothing_is_asked_of_whoever_knows_every_sense() -> None:
    assert draft("The PR is ready.", "engineer", "engineer").questions == ()


@pytest.mark.parametrize("text", ["we need it or no deal", "the pos of the cell", "ASK BOB OR ME FOR THE NEW ONE NOW"])
def test_short_capitals_are_found_only_as_capitals_in_a_line_that_isnt_shouted(text: str) -> None:
    assert explained(text, "nurse", "customer") == text


@pytest.mark.parametrize("text", ["See PO-1234.", "Call api.example.", "Use the pre-API form.", "The @API account."])
def test_part_of_a_name_is_no_term(text: str) -> None:
    assert explained(text, "sales", "customer") == text


def test_a_reader_who_isnt_known_gets_what_outsiders_to_the_messages_field_need() -> None:
    text = "デマレージが出ます。"
    assert "デマレージ（" in explained(text, "物流", "")
    assert "デマレージ（" in explained(text, "", "")


@pytest.mark.parametrize("text", ["CTの結果は木曜です。", "The EC of the nutrient solution is 2.1."])
def test_two_capitals_without_their_field_are_left(text: str) -> None:
    assert applied(drafted(TransformationType.TERMINOLOGY, text), text) == text
