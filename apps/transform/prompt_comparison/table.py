"""The figures of prompts' versions as a table that people read."""

from apps.transform.prompt_comparison.comparing import PromptFigures
from tonebridge.settings.models import ModelSetting

HEAD = ("version", "messages", "passed", "pass rate", "words kept", "politeness", "cost", "a message")
NOTE = """passed: answers of the model that every check and the fact lock let through; where none did, rules wrote.
words kept, politeness: means over those that passed, of the writers' words and of the shift (-1 to +1)."""
NOT_ALL = "… of {}: the version has no prompt for the others; hold it only against rows of the same messages."
NO_PRICE = "cost: not known, as the model has no price (LLM_PRIMARY_INPUT_PRICE, LLM_PRIMARY_OUTPUT_PRICE)."
UNKNOWN = "–"


def table(found: list[PromptFigures], *, of: int, setting: ModelSetting) -> str:
    """A row a version, why answers were turned down, and what the columns say. `of` messages stand in the file."""
    priced = bool(setting.input_price or setting.output_price)
    rows = [HEAD, *(_row(figures, of, priced) for figures in found)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    asked = f"model: {setting.vendor}:{setting.model}"
    notes = [NOTE, *([NOT_ALL.format(of)] if any(each.messages < of for each in found) else [])]
    notes += [] if priced else [NO_PRICE]
    return "\n".join([asked, "", *lines, *_turned_down(found), "", *notes])


def _turned_down(found: list[PromptFigures]) -> list[str]:
    lines = [f"  {each.version}: {count} × {why}" for each in found for why, count in sorted(each.failures.items())]
    return ["", "not passed:", *lines] if lines else []


def _row(figures: PromptFigures, of: int, priced: bool) -> tuple[str, ...]:
    each = figures.cost_usd / figures.messages if figures.messages else 0.0
    means = (
        (f"{figures.kept_percent:.0f} %", f"{figures.politeness_shift:+.2f}") if figures.passed else (UNKNOWN, UNKNOWN)
    )
    return (
        figures.version,
        str(figures.messages) if figures.messages == of else f"{figures.messages} of {of}",
        str(figures.passed),
        f"{100 * figures.pass_rate:.1f} %",
        *means,
        *((f"${figures.cost_usd:.4f}", f"${each:.6f}") if priced else (UNKNOWN, UNKNOWN)),
    )
