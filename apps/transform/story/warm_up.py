"""Load what the first message would otherwise wait for. A wrong rule stops the start here."""

import gc

from apps.analyze.actions.analyze_text import analyze_text
from apps.transform.contracts import GivenAnswer, Intensity, MessageContext, TransformationType, TransformRequest
from apps.transform.providers.ladder import configured_ladder
from apps.transform.providers.prompts import load_prompts
from apps.transform.reading.read import read_for
from apps.transform.rewriting.rulebook import wording_beside
from apps.transform.story import answering, pipeline
from apps.transform.story.first_calls import adopt

SAMPLES = wording_beside(__file__)["warm_up"]
CONTEXTS = (MessageContext(), MessageContext("customer", "engineer"))
"""Nobody known, and an engineer who hears of symptoms: each needs rules that the other doesn't."""


def load_models() -> None:
    """Every prompt, so that a wrong one stops the start; and, where models are named, the libraries of those who write and read, and
    what another process has learned of their pace.
    """
    load_prompts()
    for party in configured_ladder().parties:
        party.load()
    adopt()


def load_rulebooks() -> None:
    """One short message analyzed, read, and through every type in each language, rules only, its questions answered."""
    for language, text in SAMPLES.items():
        analyze_text(text=text, language=language)
        read_for(text, language)
        for kind in TransformationType:
            for context in CONTEXTS:
                wanted = TransformRequest(
                    text, kind, Intensity.MEDIUM, language, language, context=context, tier="rules"
                )
                result = pipeline.run(wanted, ladder=configured_ladder())
                answering.merge(result, [GivenAnswer(question, text) for question in result.questions])
    gc.collect()
    gc.freeze()  # the dictionaries stay for good: the collector need not walk them (a third of a long message's time)
