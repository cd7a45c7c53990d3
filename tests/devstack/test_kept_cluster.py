"""What sessions of tests copy instead of making it: whole or not there, whoever is interrupted."""

import os
from pathlib import Path

import pytest

from tonebridge.devstack.kept_cluster import ABANDONED_S, MOST, KeptCluster
from tonebridge.resilience import clock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "installed"
    place.mkdir()
    return place / "clusters"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """What a stopped server left."""
    made = tmp_path / "postgres"
    (made / "base").mkdir(parents=True, mode=0o700)
    (made / "PG_VERSION").write_text("18")
    (made / "base" / "1").write_bytes(b"rows")
    made.chmod(0o700)
    return made


def contents(place: Path) -> dict[str, bytes]:
    return {str(file.relative_to(place)): file.read_bytes() for file in place.rglob("*") if file.is_file()}


def test_what_was_never_kept_is_not_copied(folder: Path, tmp_path: Path) -> None:
    assert not KeptCluster("first", folder).copy_to(tmp_path / "copy", None)
    assert not (tmp_path / "copy").exists()


def test_what_was_kept_is_copied_closed_to_others_and_stays_as_it_was(folder: Path, data: Path, tmp_path: Path) -> None:
    KeptCluster("first", folder).keep(data)
    before = contents(data)
    for copy in (tmp_path / "one", tmp_path / "two"):
        assert KeptCluster("first", folder).copy_to(copy, None)
        assert contents(copy) == before
        assert copy.stat().st_mode & 0o077 == 0
        (copy / "base" / "1").write_bytes(b"spoilt")


def test_what_was_made_of_something_else_is_not_taken(folder: Path, data: Path, tmp_path: Path) -> None:
    KeptCluster("first", folder).keep(data)
    assert not KeptCluster("second", folder).copy_to(tmp_path / "copy", None)


def test_a_copy_that_was_cut_short_is_made_anew(folder: Path, data: Path, tmp_path: Path) -> None:
    KeptCluster("first", folder).keep(data)
    (tmp_path / "copy.new").mkdir()
    (tmp_path / "copy.new" / "half").touch()
    assert KeptCluster("first", folder).copy_to(tmp_path / "copy", None)
    assert contents(tmp_path / "copy") == contents(data)


def test_whoever_is_cut_short_while_keeping_leaves_no_name(
    folder: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "sync", killed)
    with pytest.raises(KeyboardInterrupt):
        KeptCluster("first", folder).keep(data)
    assert not KeptCluster("first", folder).copy_to(tmp_path / "copy", None)


def test_the_second_of_two_who_keep_the_same_changes_nothing(folder: Path, data: Path, tmp_path: Path) -> None:
    KeptCluster("first", folder).keep(data)
    before = contents(data)
    (data / "base" / "1").write_bytes(b"other rows")
    KeptCluster("first", folder).keep(data)
    assert KeptCluster("first", folder).copy_to(tmp_path / "copy", None)
    assert contents(tmp_path / "copy") == before
    assert [each.name for each in folder.iterdir()] == ["first"]


def aged(path: Path, seconds: float) -> None:
    then = clock.now().timestamp() - seconds
    os.utime(path, (then, then))


def test_the_least_recently_used_go(folder: Path, data: Path, tmp_path: Path) -> None:
    names = [f"branch {number}" for number in range(MOST)]
    for age, name in enumerate(names, start=1):
        KeptCluster(name, folder).keep(data)
        aged(folder / name, age)
    assert KeptCluster(names[-1], folder).copy_to(tmp_path / "copy", None)
    KeptCluster("another", folder).keep(data)
    assert {each.name for each in folder.iterdir()} == {"another", names[0], names[-1]}


def test_what_was_cut_short_goes_once_nobody_can_be_at_it(folder: Path, data: Path) -> None:
    for name, age in (("partial-old", ABANDONED_S + 60), ("partial-new", 60)):
        (folder / name).mkdir(parents=True)
        aged(folder / name, age)
    KeptCluster("first", folder).keep(data)
    assert {each.name for each in folder.iterdir()} == {"first", "partial-new"}


def test_where_nothing_is_installed_nothing_is_kept(tmp_path: Path, data: Path) -> None:
    KeptCluster("first", tmp_path / "nowhere" / "clusters").keep(data)
    assert not (tmp_path / "nowhere").exists()
