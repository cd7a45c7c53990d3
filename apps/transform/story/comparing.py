"""What somebody is asked who is to compare a rewrite with its message: numbered claims, and the text that was made of them."""

from dataclasses import replace

from apps.transform.contracts import ModelQuestion
from apps.transform.factlock.claims import claims_of
from apps.transform.factlock.testimony import SCHEMA
from apps.transform.providers.prompts import witness_prompt


def compared(asked: ModelQuestion, rewritten: str) -> ModelQuestion:
    """The question about a rewrite, masked like the message of the question that it answers. Who is talking isn't told again."""
    return replace(
        asked,
        message=f"{_claims(asked)}\n{_within('rewrite', rewritten, asked.boundary)}",
        sender="",
        receiver="",
        background="",
        prompt=witness_prompt(asked.transformation_type, asked.language),
        schema=SCHEMA,
    )


def _claims(asked: ModelQuestion) -> str:
    claims = enumerate(claims_of(asked.message, asked.language), 1)
    return _within("claims", "\n".join(f"{number}. {claim}" for number, claim in claims), asked.boundary)


def _within(name: str, text: str, boundary: str) -> str:
    return f"<{name}-{boundary}>\n{text}\n</{name}-{boundary}>"
