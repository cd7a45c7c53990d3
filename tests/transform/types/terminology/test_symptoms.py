"""What somebody saw, as what an engineer would check: a guess that says so, and the questions that engineers ask back."""

import pytest

from apps.transform.contracts import Draft, TransformationType
from apps.transform.rewriting.rulebook import FOLDER, load_entries
from apps.transform.types.terminology.symptoms import Symptom
from tests.transform.types.writing import applied, drafted

JA = "お客さんが、画面が固まるし、たまに勝手にログアウトされるって言ってます。"
EN = "The customer says the page won't load and it logs them out."


def draft(text: str, sender: str = "営業", receiver: str = "エンジニア", intensity: int = 2) -> Draft:
    return drafted(TransformationType.TERMINOLOGY, text, intensity=intensity, sender=sender, receiver=receiver)


def told(text: str, sender: str = "営業", receiver: str = "エンジニア", intensity: int = 2) -> str:
    return applied(draft(text, sender, receiver, intensity), text)


def test_the_message_stays_and_the_guesses_stand_below_it() -> None:
    written = told(JA)
    assert written.startswith(f"{JA}\n\n技術面の見立て（推測で、確認が必要です）：")
    assert "「画面が固まる」は、応答停止" in written
    assert "の可能性" in written


def test_the_same_in_english() -> None:
    written = told(EN, "support", "developer")
    assert written.startswith(f"{EN}\n\nPossible technical causes (a guess, to be checked): ")
    assert '"page won\'t load" may be ' in written
    assert "session" in written


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("画面が真っ白です。", "描画"),
        ("ずっとくるくるしています。", "応答待ち"),
        ("ログインできません。", "認証"),
        ("動作が重いです。", "応答時間"),
        ("文字化けしています。", "文字コード"),
        ("金額が合いません。", "集計"),
        ("メールが届きません。", "迷惑メール"),
        ("The numbers look wrong.", "filter"),
        ("It logged me out.", "session"),
        ("The app keeps crashing.", "crash"),
        ("The button doesn't work.", "script"),
        ("I was charged twice.", "retry"),
    ],
)
def test_everyday_words_lead_to_what_would_be_checked(text: str, says: str) -> None:
    assert says in told(text, "customer", "engineer")


def test_engineers_questions_come_without_what_the_text_answers() -> None:
    asked = [question.text for question in draft("画面が固まります。").questions]
    answered = [question.text for question in draft("今朝9時15分、Chromeで画面が固まります。").questions]
    assert any("ブラウザ" in text for text in asked)
    assert any("日付と時刻" in text for text in asked)
    assert not any("ブラウザ" in text or "日付と時刻" in text for text in answered)
    assert len({question.id for question in draft(JA).questions}) == len(draft(JA).questions) <= 5


@pytest.mark.parametrize(
    ("sender", "receiver"), [("エンジニア", "エンジニア"), ("営業", "お客様"), ("エンジニア", "営業"), ("営業", "")]
)
def test_only_an_engineer_who_hears_it_from_others_gets_guesses(sender: str, receiver: str) -> None:
    found = draft(JA, sender, receiver)
    assert "見立て" not in applied(found, JA)
    assert found.questions == ()


@pytest.mark.parametrize(
    "text",
    [
        "データをアップロードしました。",
        "システムを使っています。",
        "まとめて登録します。",
        "お客様から返事がありません。",
        "契約が切れます。",
        "Sales are slow this month.",
        "The market crashed.",
        "There is a hiring freeze.",
        "The plan doesn't change.",
        "I'm blocked by legal.",
    ],
)
def test_what_is_no_symptom_leads_to_nothing(text: str) -> None:
    found = draft(text, "sales", "engineer")
    assert (applied(found, text), found.questions) == (text, ())


@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_a_second_pass_changes_nothing(intensity: int) -> None:
    once = told(JA, intensity=intensity)
    assert told(once, intensity=intensity) == once


def test_the_list_of_symptoms_is_large_and_each_is_asked_about() -> None:
    symptoms = load_entries(FOLDER / "symptoms.yaml", Symptom)
    assert len(symptoms) >= 110
    assert len({symptom.code for symptom in symptoms}) == len(symptoms)
    assert all(symptom.asks and symptom.ja and symptom.en for symptom in symptoms)
