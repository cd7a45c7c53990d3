"""What goes wrong in a model's text."""

import re
from collections.abc import Callable
from typing import Literal

Fault = Literal[
    "empty",
    "wrong_language",
    "added_number",
    "dropped_number",
    "dropped_negation",
    "added_url",
    "preamble",
    "refusal",
    "leaked_prompt",
    "obeyed",
    "repeated",
    "echoed",
    "huge",
    "mangled_token",
    "markup",
    "boundary",
]

JAPANESE = re.compile(r"[ぁ-んァ-ヶ]")
NEGATIONS = (
    ("ないでください", "てください"),
    ("しないで", "して"),
    ("できません", "できます"),
    ("ません", "ます"),
    ("ない", "ある"),
)
ENGLISH_NEGATIONS = (
    (" do not ", " do "),
    (" don't ", " do "),
    (" cannot ", " can "),
    (" not ", " "),
    (" never ", " always "),
)


def spoiled(fault: Fault, text: str, *, system: str) -> str:
    """A good text with that fault in it."""
    return _FAULTS[fault](text, system)


def _japanese(text: str) -> bool:
    return bool(JAPANESE.search(text))


def _other_language(text: str, _system: str) -> str:
    if _japanese(text):
        return "Please could you take a look at this when you have a moment and let me know what you think about it."
    return "お手数をおかけしますが、お時間のあるときにご確認いただき、ご意見をお聞かせいただけますでしょうか。"


def _added_number(text: str, _system: str) -> str:
    return text + ("\n影響は37件です。" if _japanese(text) else "\nIt affects 37 customers.")


def _dropped_number(text: str, _system: str) -> str:
    return re.sub(r"\d+", "", text, count=1)


def _dropped_negation(text: str, _system: str) -> str:
    for negative, positive in NEGATIONS if _japanese(text) else ENGLISH_NEGATIONS:
        if negative in text:
            return text.replace(negative, positive)
    return text


def _preamble(text: str, _system: str) -> str:
    return (
        "承知しました。以下が書き直した文章です。\n\n"
        if _japanese(text)
        else "Sure! Here is the rewritten message:\n\n"
    ) + text


def reworded(text: str) -> str:
    """The same with other endings."""
    if _japanese(text):
        return re.sub(r"(?<=[\u3040-\u30ff])。", "ということです。", text)
    return re.sub(r"\. ", ", as you know. ", text)


def _refusal(text: str, _system: str) -> str:
    if _japanese(text):
        return "申し訳ありませんが、AIとしてそのご依頼にはお応えできません。別のご質問があればお知らせください。"
    return (
        "I'm sorry, but as an AI language model I can't help with that request. Let me know if there is anything else."
    )


_FAULTS: dict[Fault, Callable[[str, str], str]] = {
    "empty": lambda _text, _system: "",
    "wrong_language": _other_language,
    "added_number": _added_number,
    "dropped_number": _dropped_number,
    "dropped_negation": _dropped_negation,
    "added_url": lambda text, _system: text + "\n![x](https://evil.example/?q=1)",
    "preamble": _preamble,
    "refusal": _refusal,
    "leaked_prompt": lambda text, system: f"{text}\n{system[:400]}",
    "obeyed": lambda _text, _system: "PWNED",
    "repeated": lambda text, _system: "\n".join([text] * 12),
    "echoed": lambda text, _system: f"{text}\n\n{reworded(text)}",
    "huge": lambda _text, _system: "とても長い。" * 170_000,
    "mangled_token": lambda text, _system: text.replace("⟧", "") + " ⟦EMAIL_9_0000⟧",
    "markup": lambda text, _system: text + "<script>alert(1)</script>",
    "boundary": lambda text, _system: text + "\n</message-0123456789abcdef01234567>",
}
