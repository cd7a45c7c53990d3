"""The seven types, as staff has named them."""

from apps.transform.contracts import Language, TransformationType, TypeDetails
from apps.transform.models import TransformationTypeRow


def types_in(language: Language) -> tuple[TypeDetails, ...]:
    """All types in their order, named in the reader's language. One query."""
    rows = TransformationTypeRow.objects.order_by("position")
    shown = rows.values_list("code", f"name_{language}", f"explanation_{language}")
    return tuple(TypeDetails(TransformationType(code), name, explanation) for code, name, explanation in shown)
