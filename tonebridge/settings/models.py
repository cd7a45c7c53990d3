"""The models that may write, best first, and how long they may take. None named: the rules write, and no model library is loaded.

LLM_PRIMARY=openai:<model>  LLM_PRIMARY_BASE_URL=…  LLM_PRIMARY_API_KEY=…      and the same with LLM_SECONDARY
LLM_VERIFY=openai:<model> | same | off      who compares the meaning of what was written with the message
"""

from collections.abc import Mapping
from dataclasses import dataclass
from os import environ
from typing import Literal
from urllib.parse import urlsplit

from tonebridge import env
from tonebridge.local_model_ports import usual_ports

Vendor = Literal["openai", "anthropic"]
VENDORS: tuple[Vendor, ...] = ("openai", "anthropic")


@dataclass(frozen=True)
class ModelSetting:
    """One model. Prices are dollars a million tokens; `max_retries` is 0 or 1.

    `openai` stands for every server of that protocol: OpenAI, Azure, vLLM, llama.cpp, Ollama. `public_only`: the address is a
    customer's, and called only on the public internet. `owner`: whose it is, empty for the operator's own.
    """

    vendor: Vendor
    model: str
    base_url: str = ""
    api_key: str = ""
    max_retries: int = 0
    input_price: float = 0.0
    output_price: float = 0.0
    most_at_once: int = 2_000
    public_only: bool = False
    owner: str = ""

    def __repr__(self) -> str:
        return f"<ModelSetting {self.vendor}:{self.model}>"  # never the key

    def cost(self, input_tokens: int, output_tokens: int) -> float:
        """Dollars."""
        return (input_tokens * self.input_price + output_tokens * self.output_price) / 1_000_000


def model_setting(name: str, source: Mapping[str, str] = environ) -> ModelSetting | None:
    """The model that the variables beginning with `name` describe; None where they name none. Raises SettingError."""
    named = env.text(name, source=source).strip()
    if not named:
        return None
    vendor, colon, model = named.partition(":")
    if vendor not in VENDORS or not colon or not model:
        raise env.SettingError(f"{name} must look like openai:<model> or anthropic:<model>, not {named!r}")
    return ModelSetting(
        vendor=vendor,
        model=model,
        base_url=_base_url(f"{name}_BASE_URL", source),
        api_key=env.text(f"{name}_API_KEY", source=source),
        max_retries=min(1, env.integer(f"{name}_MAX_RETRIES", 0, source=source)),
        input_price=env.number(f"{name}_INPUT_PRICE", 0.0, source=source),
        output_price=env.number(f"{name}_OUTPUT_PRICE", 0.0, source=source),
        most_at_once=env.integer(f"{name}_MOST_AT_ONCE", 2_000, least=1, source=source),
    )


def verify_setting(name: str, source: Mapping[str, str] = environ) -> ModelSetting | Literal["same"] | None:
    """The model that compares what was written with the message; `same`: whichever wrote it; None for `off`, or nothing. Raises SettingError."""
    named = env.text(name, source=source).strip().lower()
    if named in ("", "off"):
        return None
    try:
        return "same" if named == "same" else model_setting(name, source)
    except env.SettingError as error:
        raise env.SettingError(f"{error}, or be same or off") from error


def _base_url(name: str, source: Mapping[str, str]) -> str:
    """The operator's own: a private or loopback address is theirs to give."""
    found = env.text(name, source=source).strip()
    if found and (urlsplit(found).scheme not in ("http", "https") or not urlsplit(found).hostname):
        raise env.SettingError(f"{name} must be an http or https address, not {found!r}")
    return found


LLM_PRIMARY = model_setting("LLM_PRIMARY")
LLM_SECONDARY = model_setting("LLM_SECONDARY")
LLM_VERIFY = verify_setting("LLM_VERIFY")
"""Off unless it is asked for: it costs a second call for each message, and time."""

LLM_FIRST_TOKEN_S = env.number("LLM_FIRST_TOKEN_S", 0.0)
"""How long the models may be silent once a call was sent. 0: as measured, 2.2 s for quick ones (`providers/pace.py`)."""
LLM_TIMEOUT_S = env.number("LLM_TIMEOUT_S", 0.0)
"""For all models together, answers and all. 0: as measured, 20 s for quick ones. A request's own deadline, where it is earlier, counts."""
LLM_SLOT_S = env.number("LLM_SLOT_S", 4.0, least=0.1)
"""How long a call may wait for one of its model's `most_at_once` slots, before its clock begins."""
LLM_MEASURE = env.flag("LLM_MEASURE", True)
"""Whether the operator's models are called when the product starts, with a message of its own, to learn how long they take."""
LLM_STALL_S = env.number("LLM_STALL_S", 5.0, least=0.1)
"""A stream that says nothing for so long has ended."""
LLM_VERIFY_S = env.number("LLM_VERIFY_S", 6.0, least=0.5)
"""What one reading of message and rewrite may take, within `LLM_TIMEOUT_S` and the request's deadline."""

LOCAL_MODEL_PORTS = usual_ports()
"""Where the operations page looks for model servers of this machine: ports with what usually listens there."""

TRANSFORM_RUNGS = [
    *(["apps.transform.providers.models.primary"] if LLM_PRIMARY else []),
    *(["apps.transform.providers.models.secondary"] if LLM_SECONDARY else []),
    "apps.transform.providers.rules.RulesRung",
]
"""The ladder, best rung first."""
