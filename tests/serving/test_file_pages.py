"""What loading has read of files doesn't stay mapped, and what was written does."""

import mmap
import re
from pathlib import Path

import pytest

from tonebridge.serving.file_pages import release

MB = 1_000_000
RESIDENT = re.compile(r"^Rss:\s+(\d+) kB", re.MULTILINE)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of 4 MB."""
    file = tmp_path / "words.dic"
    file.write_bytes(b"\x07" * 4 * MB)
    return file


def resident_kb(file: Path) -> int:
    """How much of it this process has mapped and read."""
    mappings = re.split(r"(?m)^(?=[0-9a-f]+-[0-9a-f]+ )", Path("/proc/self/smaps").read_text())
    return sum(int(RESIDENT.findall(each)[0]) for each in mappings if f"{file}\n" in each)


def test_pages_that_were_only_read_are_given_back_and_read_again(file: Path) -> None:
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert mapped[:] == b"\x07" * 4 * MB
        assert resident_kb(file) > 3_000
        release()
        assert resident_kb(file) < 100
        assert mapped[:] == b"\x07" * 4 * MB


def test_pages_that_were_written_stay(file: Path) -> None:
    with file.open("r+b") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_COPY) as mapped:
        mapped[:5] = b"mine!"
        release()
        assert mapped[:5] == b"mine!"
