"""One spelling for full and half width, without moving an offset."""

FULL_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
FOLDED = FULL_TO_HALF | dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014), 0x2D) | {0x2019: 0x27, 0x301C: 0x7E}


def fold(text: str) -> str:
    """Full-width ASCII made half width, dashes and wave dashes made ASCII. Same length as the text."""
    return text.translate(FOLDED)
