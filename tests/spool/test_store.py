"""What waits on disk: sealed, bounded, taken over from processes that died."""

import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings

from tonebridge.spool.contracts import Entry
from tonebridge.spool.store import Spool, bytes_held

ORGANIZATION = UUID(int=7)


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.SPOOL_DIR, settings.SPOOL_BYTES = tmp_path / "spool", 1_000_000
    return tmp_path / "spool"


def entry(text: str = "明日") -> Entry:
    return Entry("note", uuid4(), ORGANIZATION, {"text": text, "count": 3})


def all_of(spool: Spool) -> list[Entry | None]:
    found: list[Entry | None] = []
    while spool.work_off(found.append):
        pass
    return found


def test_what_is_put_comes_out_in_its_order_and_leaves_no_file(folder: Path) -> None:
    spool, entries = Spool(), [entry(str(number)) for number in range(3)]
    assert all(spool.put(each) for each in entries)
    assert all_of(spool) == entries
    assert spool.is_empty
    assert list(folder.iterdir()) == []


def test_nobody_else_can_read_it(folder: Path) -> None:
    Spool().put(entry("秘密の言葉"))
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert "秘密".encode() not in file.read_bytes()
    assert str(ORGANIZATION).encode() not in file.read_bytes()


def test_what_does_not_fit_is_dropped(settings: LazySettings) -> None:
    spool = Spool()
    assert spool.put(entry())
    settings.SPOOL_BYTES = bytes_held()
    assert not spool.put(entry())
    assert not Spool().put(entry()), "the bound is of all processes together"
    assert bytes_held() == settings.SPOOL_BYTES
    assert len(all_of(spool)) == 1


def test_what_could_not_be_written_stays_the_first() -> None:
    spool, entries = Spool(), [entry("a"), entry("b")]
    for each in entries:
        spool.put(each)

    def fails(_entry: Entry | None) -> None:
        raise OSError

    with pytest.raises(OSError):
        spool.work_off(fails)
    assert all_of(spool) == entries


def test_what_comes_while_it_is_worked_off_is_not_lost() -> None:
    spool, first, second = Spool(), entry("a"), entry("b")
    spool.put(first)

    def comes(_entry: Entry | None) -> None:
        spool.put(second)

    assert spool.work_off(comes)
    assert all_of(spool) == [second]


def test_a_file_is_taken_over_from_a_process_that_died_and_from_no_other(folder: Path) -> None:
    living, waiting = Spool(), entry()
    living.put(waiting)
    other = Spool()
    other.look_around()
    assert all_of(other) == []
    living._own._release()  # type: ignore[union-attr]  # as the system does when a process dies
    other.look_around()
    assert all_of(other) == [waiting]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("rest", [b"AQID", b"not base64\n", b"AQID\n"])
def test_what_a_dying_process_left_half_written_is_told_and_passed_over(folder: Path, rest: bytes) -> None:
    spool, before = Spool(), entry()
    spool.put(before)
    (file,) = folder.iterdir()
    with file.open("ab") as half:
        half.write(rest)
    assert all_of(spool) == [before, None]


def test_a_full_disk_drops_the_entry_and_leaves_those_before_it(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    spool, before, write = Spool(), entry(), os.write
    spool.put(before)
    monkeypatch.setattr(os, "write", lambda descriptor, line: write(descriptor, line[:10]))
    assert not spool.put(entry())
    monkeypatch.undo()
    after = entry()
    assert spool.put(after)
    assert all_of(spool) == [before, after]
