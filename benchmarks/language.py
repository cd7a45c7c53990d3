"""`make bench-language`: how fast the language core is in one warm process, and what its commands cost at their start.

Every message is met once, so no answer comes from memory. The machine may be shared: the bars are held against the time
that this process had a processor; the time on the wall stands beside it.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

import benchmarks.standing  # noqa: F401 - before the product's own, whose models need Django
from apps.analyze.actions.analyze_text import analyze_text
from apps.transform.actions.check_facts import check_facts
from apps.transform.contracts import Intensity, Language, TransformationType, TransformRequest
from apps.transform.providers.ladder import configured_ladder
from apps.transform.reading.read import read_for
from apps.transform.story import pipeline
from apps.transform.story.warm_up import load_rulebooks
from benchmarks.command_start import FIRST_LINES, start
from benchmarks.forgetting import forget
from benchmarks.ladder import ladder_lines
from benchmarks.language_texts import LONG, MONOTONOUS, long_message, messages, monotonous
from benchmarks.timing import Report, Times, Work, measured

ROUNDS, STARTS, LONGS = 12, 3, 3
TRANSFORM_MS, ANALYSIS_MS, FACTS_MS, READING_MS, LONG_MS, GROWTH = 30.0, 15.0, 15.0, 30.0, 1000.0, 2.5
START_SECONDS, START_MB = 4.0, 400.0
LANGUAGES: tuple[Language, ...] = ("ja", "en")


def main() -> int:
    """Exit code 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description="Measure the language core.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="messages a type, intensity and language")
    rounds: int = parser.parse_args().rounds
    load_rulebooks()
    report = Report()
    types(report, rounds)
    looks(report, 6 * rounds)
    ladder_lines(report, rounds)
    long_texts(report)
    starts(report)
    sys.stdout.write(f"missed: {', '.join(report.missed) or 'none'}\n")
    return int(bool(report.missed))


def types(report: Report, rounds: int) -> None:
    """Each of the seven by itself, then all of them."""
    every = Times((), ())
    for kind in TransformationType:
        times = measured(_transforms(kind, rounds))
        report.speed(kind.value, times, TRANSFORM_MS)
        every += times
    report.speed("all seven", every, TRANSFORM_MS)


def _transforms(kind: TransformationType, rounds: int) -> Iterator[Work]:
    for language in LANGUAGES:
        for intensity in Intensity:
            for text in islice(messages(language), rounds):
                yield _transform(TransformRequest(text, kind, intensity, language, language, tier="rules"))


def _transform(wanted: TransformRequest) -> Work:
    return lambda: pipeline.run(wanted, ladder=configured_ladder())


def looks(report: Report, count: int) -> None:
    """What changes nothing: analysis, fact check (of a softened message) and read mode."""
    report.speed("analysis", measured(_each(_analysis, count)), ANALYSIS_MS)
    report.speed("fact check", measured(_each(_fact_check, count)), FACTS_MS)
    report.speed("read mode", measured(_each(_reading, count)), READING_MS)


def _each(work: Callable[[str, Language], Work], count: int) -> Iterator[Work]:
    return (work(text, language) for language in LANGUAGES for text in islice(messages(language), count))


def _analysis(text: str, language: Language) -> Work:
    return lambda: analyze_text(text=text, language=language)


def _reading(text: str, language: Language) -> Work:
    return lambda: read_for(text, language)


def _fact_check(text: str, language: Language) -> Work:
    wanted = TransformRequest(text, TransformationType.SOFTEN, Intensity.MEDIUM, language, language, tier="rules")
    rewritten = pipeline.run(wanted, ladder=configured_ladder()).transformed_text
    forget()
    return lambda: check_facts(original=text, rewritten=rewritten)


def long_texts(report: Report) -> None:
    """10,000 characters: mixed paragraphs, twice as many as before, and the same few characters over and over."""
    for kind in TransformationType:
        for language in LANGUAGES:
            _grow(report, f"10,000 {language} {kind}", kind, language)
    for name in MONOTONOUS:
        times = _long(partial(monotonous, name), "en" if name in ("stop", "after") else "ja", TransformationType.SOFTEN)
        report.line(f"10,000 of {name}", _long_figures(times), ((times.busy[0], LONG_MS),))


def _grow(report: Report, name: str, kind: TransformationType, language: Language) -> None:
    half, whole = (_long(partial(long_message, language, length), language, kind) for length in (LONG // 2, LONG))
    growth = whole.busy[0] / half.busy[0]
    figures = f"{_long_figures(whole)}, {growth:.2f} times as long as 5,000"
    report.line(name, figures, ((whole.busy[0], LONG_MS), (growth, GROWTH)))


def _long(text: Callable[[], str], language: Language, kind: TransformationType) -> Times:
    """The least of several, each with a text of its own: one alone says as much of the neighbours as of the work."""
    wanted = (TransformRequest(text(), kind, Intensity.MEDIUM, language, language, tier="rules") for _ in range(LONGS))
    return min((measured([_transform(one)]) for one in wanted), key=lambda times: times.busy)


def _long_figures(times: Times) -> str:
    return f"{times.busy[0]:6.0f} ms (wall {times.wall[0]:6.0f})"


def starts(report: Report) -> None:
    """The best of several starts of each command."""
    for command in FIRST_LINES:
        best = min((start(command) for _ in range(STARTS)), key=lambda one: one.busy)
        figures = f"{best.wall:.2f} s to the first answer, {best.busy:.2f} s of a processor, {best.megabytes:.0f} MB"
        report.line(f"start of {command}", figures, ((best.busy, START_SECONDS), (best.megabytes, START_MB)))


if __name__ == "__main__":
    sys.exit(main())
