"""What is hidden from a model: personal data by its form, and names of people, with a title or without."""

from apps.analyze.actions.find_people import find_people
from apps.analyze.actions.find_pii import find_pii
from apps.analyze.contracts import Pii
from apps.transform.contracts import Language
from apps.transform.guards.masking import Masks


def masks_of(text: str, language: Language, *others: str) -> Masks:
    """The tokens of one request, with what is to be hidden found in its message's language."""
    return Masks(lambda each: hidden(each, language), text, *others)


def hidden(text: str, language: Language) -> tuple[Pii, ...]:
    """Where something stands that no model need see; places may overlap."""
    others = (pii for pii in find_pii(text, language) if pii.type != "person")
    return (*others, *find_people(text, language))
