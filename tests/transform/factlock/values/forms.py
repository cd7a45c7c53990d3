"""Ways in which people write one value, in both languages: what the tests of values are generated from."""

from collections.abc import Iterator

from apps.transform.contracts import Language

Form = tuple[Language, str]
ONES = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
TEENS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
KANJI = "〇一二三四五六七八九"
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
]  # fmt: skip # a table
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
KANJI_DAYS = "月火水木金土日"
CURRENCIES = {
    "USD": ("$", "US$", "dollars"),
    "EUR": ("€", "€", "euros"),
    "GBP": ("£", "£", "pounds"),
    "JPY": ("¥", "¥", "yen"),
}


def en(*forms: str) -> Iterator[Form]:
    yield from (("en", f"We settled on {form} in the end.") for form in forms)


def ja(*forms: str) -> Iterator[Form]:
    yield from (("ja", f"予定は{form}になります。") for form in forms)


def spelled(number: int) -> str:
    """0 < number < 100 in English words."""
    if number < 20:
        return [*ONES, *TEENS][number]
    ten, one = divmod(number, 10)
    return TENS[ten - 2] + (f"-{ONES[one]}" if one else "")


def in_kanji(number: int) -> str:
    """0 < number < 100: 二十五."""
    ten, one = divmod(number, 10)
    return (KANJI[ten] if ten > 1 else "") + ("十" if ten else "") + (KANJI[one] if one else "")


def numbers(number: int) -> Iterator[Form]:
    """A count of people."""
    yield from en(f"{number} people", f"{number:,} people")
    yield from ja(f"{number}人", f"{number:,}名", f"{wide(number)}人")
    if number < 100:
        yield from en(f"{spelled(number)} people")
        yield from ja(f"{in_kanji(number)}人")
    if number % 1000 == 0:
        yield from en(f"{number // 1000}k people", f"{number // 1000} thousand people")
    if number % 10_000 == 0:
        yield from ja(f"{number // 10_000}万人")


def wide(number: int) -> str:
    return str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


def money(amount: int, currency: str) -> Iterator[Form]:
    """An amount of a currency."""
    sign, code_sign, word = CURRENCIES[currency]
    yield from en(
        f"{sign}{amount:,}",
        f"{code_sign}{amount}",
        f"{currency} {amount:,}",
        f"{amount:,} {currency}",
        f"{amount} {word}",
    )
    if amount % 1000 == 0:
        yield from en(f"{sign}{amount // 1000}k", f"{currency} {amount // 1000}k")
    if currency == "JPY":
        yield from ja(f"{amount:,}円", f"{amount}円")
        if amount % 10_000 == 0:
            yield from ja(f"{amount // 10_000}万円")


def percentages(percent: int) -> Iterator[Form]:
    """A share."""
    yield from en(f"{percent}%", f"{percent} percent", f"{percent} %")
    yield from ja(f"{percent}%", f"{percent}％", f"{percent}パーセント")
    if percent % 10 == 0:
        yield from ja(f"{percent // 10}割")


def durations(minutes: int) -> Iterator[Form]:
    """A time that something takes."""
    yield from en(f"{minutes} minutes", f"{minutes} min", f"{minutes}min")
    yield from ja(f"{minutes}分", f"{minutes}分間")
    hours, rest = divmod(minutes, 60)
    if rest == 0 and hours:
        yield from en(f"{hours} hours", f"{hours}h", f"{hours} hrs")
        yield from ja(f"{hours}時間")
    if rest == 30 and hours:
        yield from en(f"{hours}.5 hours", f"{hours}.5 h")
        yield from ja(f"{hours}時間半", f"{hours}.5時間")
    if minutes % 10_080 == 0:
        weeks = minutes // 10_080
        yield from en(f"{weeks} weeks", f"{spelled(weeks)} weeks", f"{weeks * 7} days")
        yield from ja(f"{weeks}週間", f"{weeks * 7}日間")


def dates(month: int, day: int) -> Iterator[Form]:
    """A day of the year."""
    name, nth = MONTHS[month - 1], f"{day}{ordinal(day)}"
    yield from en(
        f"{name} {day}",
        f"{name} {nth}",
        f"{day} {name}",
        f"the {nth} of {name}",
        f"{name[:3]} {day}",
        f"2026-{month:02}-{day:02}",
    )
    yield from ja(f"{month}月{day}日", f"{month}/{day}", f"2026年{month}月{day}日", f"令和8年{month}月{day}日")


def ordinal(day: int) -> str:
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def times(minutes: int) -> Iterator[Form]:
    """A time of day, from 13:00 on."""
    hour, minute = divmod(minutes, 60)
    yield from en(
        f"{hour}:{minute:02}",
        f"{hour - 12}:{minute:02} pm",
        f"{hour - 12}:{minute:02}pm",
        f"{hour - 12}:{minute:02} p.m.",
    )
    yield from ja(f"{hour}:{minute:02}", f"午後{hour - 12}:{minute:02}")
    if minute == 0:
        yield from en(f"{hour - 12} pm", f"{hour - 12}pm")
        yield from ja(f"{hour}時", f"午後{hour - 12}時")
    else:
        yield from ja(f"{hour}時{minute}分", f"午後{hour - 12}時{minute}分")
    if minute == 30:
        yield from ja(f"{hour}時半", f"午後{hour - 12}時半")


def weekdays(day: int) -> Iterator[Form]:
    """A day of the week, 0 for Monday."""
    yield from en(WEEKDAYS[day], f"{WEEKDAYS[day]}s", WEEKDAYS[day][:3])
    yield from ja(f"{KANJI_DAYS[day]}曜", f"{KANJI_DAYS[day]}曜日")
