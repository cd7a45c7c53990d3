"""Files as people have them."""

import json
from typing import Any

import pytest
from django.utils import translation

from apps.transform.batch_files.columns import guess_columns, value_of
from apps.transform.batch_files.reading import LIMITS, MOST_ROWS, rows_of
from apps.transform.contracts import Language
from apps.transform.models import Batch, BatchPart, BatchResult, Transformation
from apps.transform.queries.types import types_in
from apps.transform.web.job_form import JobForm
from apps.transform.web.words.kinds import INTENSITIES
from tests.accounts.test_own_data import lines, of_kind
from tests.cast import Person
from tests.front_door import Api
from tests.transform.batches.working import results, upload, work_off
from tonebridge.errors import ValidationFailed
from tonebridge.tables import reading
from tonebridge.tables.cells import plain_cell
from tonebridge.tables.reading import read_table

JAPANESE = '番号,本文,受信者\r\n1,至急直せ。,営業\r\n2,"二行の\n文章です、直せ。",人事\r\n'
ENCODINGS = ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"]
SOFTEN = {"transformation_type": "soften"}


def items(content: str | bytes, **mapping: str) -> list[dict[str, Any]]:
    raw = content.encode() if isinstance(content, str) else content
    return [dict(row.item) for row in rows_of(read_table(raw, LIMITS), mapping=mapping, defaults=SOFTEN).rows]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_is_read_in_whatever_it_was_written(encoding: str) -> None:
    found = items(JAPANESE.encode(encoding))
    assert found[0] == {"id": "1", "text": "至急直せ。", "context": {"receiver_role": "営業"}} | SOFTEN
    assert found[1]["text"] == "二行の\n文章です、直せ。"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_parted_by_what_the_header_is_parted_by(delimiter: str) -> None:
    assert items(delimiter.join(["id", "text"]) + "\n" + delimiter.join(["7", "直せ。"]))[0]["id"] == "7"


def test_a_file_of_one_column_needs_no_name_for_it() -> None:
    assert [item["text"] for item in items("お客様の声\n直せ。\n\n早く。\n")] == ["直せ。", "早く。"]


def test_the_caller_says_what_the_names_do_not() -> None:
    found = items("a,b,強さ\n直せ。,9,3\n", text="a", id="b")
    assert found == [{"text": "直せ。", "id": "9", "intensity": 3} | SOFTEN]
    assert "intensity" not in items("a,b,強さ\n直せ。,9,3\n", text="a", intensity="")[0]


def test_the_words_of_a_japanese_spreadsheet_are_understood() -> None:
    found = items("本文,種類,強さ,言語\n直せ。,明確にする,強め,日本語\nFix it.,Explain terms,Light,English\n")
    assert [(each["transformation_type"], each["intensity"], each["language"]) for each in found] == [
        ("clarify", 3, "ja"),
        ("terminology", 1, "en"),
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_whatever_pages_call_a_type_or_a_strength_is_understood(plans: None, language: Language) -> None:
    with translation.override(language):
        types = {each.code.value: each.name for each in types_in(language)}
        strengths = [(value, str(name)) for value, name in JobForm.base_fields["intensity"].choices]  # type: ignore[attr-defined]  # a choice field
        strengths += [(int(value), str(name)) for value, name in INTENSITIES.items()]
    assert {code: value_of("transformation_type", name) for code, name in types.items()} == {
        code: code for code in types
    }
    assert [(value, value_of("intensity", name)) for value, name in strengths] == [
        (value, value) for value, _ in strengths
    ]


def test_a_word_that_means_nothing_stays_as_it_is() -> None:
    (found,) = items("本文,種類,強さ\n直せ。,叫ぶ,最強\n")
    assert (found["transformation_type"], found["intensity"]) == ("叫ぶ", "最強")


def test_json_lines_are_bodies_as_they_are() -> None:
    lines: list[dict[str, Any]] = [
        {"text": "直せ。", "context": {"receiver_role": "営業"}},
        {"text": "早く。", "transformation_type": "clarify"},
    ]
    found = items("\n".join(json.dumps(line) for line in lines))
    assert found == [SOFTEN | lines[0], lines[1]]


def test_a_cell_that_we_disarmed_is_read_as_it_was() -> None:
    assert items("text\n'=合計を直せ。\n")[0]["text"] == "=合計を直せ。"


BAD = {
    "nothing": (b"", "file", "empty"),
    "a header alone": (b"text,id\n", "file", "empty"),
    "no text": (bytes([0, 1, 2, 255, 254, 0, 7]) * 20, "file", "encoding"),
    "a workbook": (b"PK\x03\x04rest", "file", "workbook"),
    "quotes that never end": (b'text,id\n"abc,1\n', "file", "not_csv"),
    "a line that is no JSON": (b'{"text": "a"}\n{"text": \n', "file", "not_jsonl"),
    "no column of texts": (b"alpha,beta\n1,2\n", "mapping", "no_text_column"),
    "columns without end": (b"a," * 30_000 + b"text\nx\n", "file", "too_many_columns"),
    "JSON lines of columns without end": (
        b"\n".join(b'{"text":"a","n%d":1}' % at for at in range(300)),
        "file",
        "too_many_columns",
    ),
    "too many rows": (b"text\n" + b"a\n" * (MOST_ROWS + 1), "file", "too_many_rows"),
}


@pytest.mark.parametrize(("content", "field", "code"), BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_used_says_why(content: bytes, field: str, code: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        items(content)
    assert [(one.field, one.code) for one in refused.value.fields] == [(field, code)]


@pytest.mark.parametrize("mapping", [{"text": "nowhere"}, {"volume": "text"}])
def test_a_mapping_to_nowhere_is_refused(mapping: dict[str, str]) -> None:
    with pytest.raises(ValidationFailed):
        items("text\n直せ。\n", **mapping)


def test_the_first_name_that_is_understood_is_taken() -> None:
    assert guess_columns(["No", "メッセージ", "本文", "To"]) == {"text": "本文", "id": "No", "receiver_role": "To"}


def test_a_file_becomes_a_job_in_the_callers_words(api: Api, alice: Person) -> None:
    door = api(alice)
    answer = upload(
        door,
        "お客様の声,担当,番\n至急直せ。,人事,7\n,人事,8\n".encode("cp932"),
        "声.csv",
        mapping=json.dumps({"text": "お客様の声", "receiver_role": "担当", "id": "番"}),
        transformation_type="clarify",
        intensity="3",
    )
    assert answer.status_code == 202, answer.text
    job = answer.json()
    assert (job["name"], job["priority"], job["origin"], job["progress"]["total"]) == ("声.csv", "bulk", "file", 2)
    work_off()
    first, second = results(door, job["id"])
    assert (first["id"], first["result"]["transformation_type"], first["result"]["intensity"]) == ("7", "clarify", 3)
    assert (second["id"], second["problem"]["errors"][0]["field"]) == ("8", "text")


@pytest.mark.parametrize(
    ("said", "kept"), [({}, True), ({"store": ""}, True), ({"store": "true"}, True), ({"store": "false"}, False)]
)
def test_the_messages_of_a_file_are_kept_unless_the_caller_says_not_to(
    api: Api, alice: Person, said: dict[str, str], kept: bool
) -> None:
    answer = upload(api(alice), "text\n直せ。\n".encode(), transformation_type="soften", **said)
    assert answer.status_code == 202, answer.text
    work_off()
    assert Transformation.objects.get().original_text == ("直せ。" if kept else "")


@pytest.mark.parametrize("mapping", ["[1]", "{", '{"a":' * 1_000, "[" * 5_000])
def test_a_mapping_that_is_no_object_is_refused(api: Api, alice: Person, mapping: str) -> None:
    answer = upload(api(alice), "text\n直せ。\n".encode(), mapping=mapping)
    assert answer.json()["errors"][0]["field"] == "mapping"


def kept_bytes() -> int:
    """Of the columns that come back, in all tables together, before it is sealed."""
    kept = [row.columns for model in (Batch, BatchPart) for row in model.objects.all()]
    kept += [row.given for row in BatchResult.objects.all()]
    return sum(len(text.encode()) for text in kept if text)


def test_a_name_of_a_column_is_kept_once_and_not_with_every_row(api: Api, alice: Person) -> None:
    door, names = api(alice), ["text", *(f"{at:03}{'列' * 97}" for at in range(199))]
    content = "\n".join([",".join(names), *(f"直せ。{',' * 199}{at}" for at in range(50))]).encode()
    job_id = upload(door, content).json()["id"]
    assert kept_bytes() < len(content)
    work_off()
    assert kept_bytes() < len(content)
    assert results(door, job_id)[7]["columns"] == {names[199]: "7"}


def test_a_row_that_waits_is_exported_with_the_names_of_its_columns(api: Api, alice: Person) -> None:
    door = api(alice)
    upload(door, "番号,担当,備考,本文\nT-1,田中,,直せ。\nT-2,,,出せ。\n".encode())
    (waiting,) = of_kind(lines(door), "batch_item")
    assert waiting["columns"] == [{"担当": "田中"}, {}]
    work_off()
    assert [each.get("columns", {}) for each in of_kind(lines(door), "batch_item")] == waiting["columns"]


class Name(str):
    """A column's, that counts how often it is compared with others."""

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Name.compared += 1
        return str.__eq__(self, other)

    def __getitem__(self, key: Any) -> "Name":
        return Name(str.__getitem__(self, key))


@pytest.mark.parametrize("columns", [200, 1_000])
def test_names_of_columns_are_not_compared_each_with_each(
    api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setattr(Name, "compared", 0)
    monkeypatch.setattr(reading, "plain_cell", lambda cell: Name(plain_cell(cell)))
    header = ",".join(["text", *(f"n{at}" for at in range(1, columns))])
    answer = upload(api(alice), f'{header}\n"直せ。"\n'.encode())
    assert answer.status_code == (202 if columns == 200 else 400), answer.text
    assert Name.compared <= 10 * columns
