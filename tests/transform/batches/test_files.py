"""Files as people have them."""

import json
from typing import Any

import pytest

from apps.transform.batch_files.columns import guess_columns
from apps.transform.batch_files.reading import LIMITS, MOST_ROWS, items_of
from apps.transform.models import Transformation
from tests.cast import Person
from tests.front_door import Api
from tests.transform.batches.working import results, upload, work_off
from tonebridge.errors import ValidationFailed
from tonebridge.tables.reading import read_table

JAPANESE = '番号,本文,受信者\r\n1,至急直せ。,営業\r\n2,"二行の\n文章です、直せ。",人事\r\n'
ENCODINGS = ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"]
SOFTEN = {"transformation_type": "soften"}


def items(content: str | bytes, **mapping: str) -> list[dict[str, Any]]:
    raw = content.encode() if isinstance(content, str) else content
    return [dict(item) for item in items_of(read_table(raw, LIMITS), mapping=mapping, defaults=SOFTEN)]


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
