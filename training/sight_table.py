"""The figures that docs may name: those of the last three first sights of each kind, with their spread, copied from the records.

python -m training.sight_table        after rows of several people were merged; `training.first_sight` does it by itself
"""

import re
from pathlib import Path

from training.sight_record import rows

README = Path(__file__).with_name("README.md")
RECORDS = {
    "pairs": Path(__file__).with_name("first_sight.csv"),
    "model": Path(__file__).with_name("first_sight_model.csv"),
    "messages": Path(__file__).with_name("first_sight_messages.csv"),
}
"""Of each kind of batch."""
LAST = 3
PLACE = re.compile(r"(<!-- first sight of (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
Row = dict[str, str]


def with_figures(page: str) -> str:
    """A page of Markdown, its tables as the records have them."""
    return PLACE.sub(lambda place: place[1] + table(rows(RECORDS[place[2]])) + place[3], page)


def table(record: list[Row]) -> str:
    """The last rows and their spread: figures down, batches across."""
    if not record:
        return "No batch yet.\n"
    last = record[-LAST:]
    heads = [f"{row['date']}, {row['commit']}" for row in last]
    lines = [_line(["figure", *heads, "spread"]), _line(["---"] * (len(last) + 2))]
    names = [name for name in last[0] if name not in ("date", "commit")]
    return "".join([*lines, *(_line([name, *_cells(name, last)]) for name in names)])


def _cells(name: str, last: list[Row]) -> list[str]:
    """A checksum's beginning is enough to find it."""
    if name == "checksum":
        return [*(row[name][:8] for row in last), ""]
    values = [row[name] for row in last]
    are_numbers = all(NUMBER.fullmatch(value) for value in values)
    return [*values, f"{min(values, key=float)}–{max(values, key=float)}" if are_numbers else ""]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def update() -> None:
    """Write the page anew."""
    README.write_text(with_figures(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    update()
