"""Cells that a spreadsheet may open: one that begins like a formula is disarmed with an apostrophe (OWASP CSV injection)."""

ARMED = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: str) -> str:
    """The value as a spreadsheet shows it and never runs it."""
    return f"'{value}" if value.startswith(ARMED) else value


def plain_cell(cell: str) -> str:
    """The value of a cell, trimmed, an apostrophe that `safe_cell` put there taken off."""
    trimmed = cell.strip()
    return trimmed[1:] if trimmed[:1] == "'" and trimmed[1:].startswith(ARMED) else trimmed
