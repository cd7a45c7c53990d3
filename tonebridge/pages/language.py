"""The language of the page that is being served."""

from typing import Literal

from django.utils.translation import get_language


def page_language() -> Literal["ja", "en"]:
    """ja unless the reader chose English."""
    return "en" if (get_language() or "").startswith("en") else "ja"
