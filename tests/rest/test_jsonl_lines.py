"""Lines from a pipe that has no end."""

import io

from tests.weighing import peak_bytes
from tonebridge.jsonl import MAX_LINE_BYTES, bounded_lines


def test_lines_come_as_they_are() -> None:
    assert list(bounded_lines(io.BytesIO(b'{"a": 1}\n\n{"b": 2}'))) == [b'{"a": 1}\n', b"\n", b'{"b": 2}']


def test_of_a_line_without_end_the_beginning_alone_is_held() -> None:
    pipe = io.BytesIO(b"x" * (8 * MAX_LINE_BYTES) + b"\nnext\n")
    lengths = list[int]()
    assert peak_bytes(lambda: lengths.extend(map(len, bounded_lines(pipe)))) < 4 * MAX_LINE_BYTES
    assert lengths == [MAX_LINE_BYTES + 1, len(b"next\n")]
