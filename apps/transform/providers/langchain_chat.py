"""A chat model behind LangChain: prompt ▸ model ▸ parser. Its libraries are loaded where a model is named, and only there.

The three are called one after another: composed by `|`, each call would hold half as much memory again while it waits.

Messages go to the configured address and nowhere else: LangChain's own tracing stays off, whatever the environment says.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass
from weakref import WeakKeyDictionary

from django.conf import settings

from apps.transform.contracts import ModelQuestion, Piece, Prompt, Spent
from apps.transform.providers.pace import LONGEST_S
from apps.transform.providers.prompts import HUMAN, prompt_of, variables_of
from tonebridge.settings.models import ModelSetting

if TYPE_CHECKING:
    from ssl import SSLContext

    from httpx2 import AsyncClient
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.prompts import ChatPromptTemplate

LONGER_S = 10.0
"""Than the ladder waits, which is who ends a call: this is for sockets that nobody closed."""
MOST_TOKENS = 8_192
OPENAI = "https://api.openai.com/v1"
ANTHROPIC = "https://api.anthropic.com"
"""For customers' own models, whatever address the operator's environment names for theirs."""
COMPLETE = frozenset({"stop", "end_turn", "stop_sequence"})
"""What the vendors say when a model has written all of it; `length` and `content_filter` are none of these."""


class LangChainModel:
    """`apps.transform.protocols.ChatModel`"""

    def __init__(self, setting: ModelSetting) -> None:
        self.setting = setting
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, Client] = WeakKeyDictionary()

    def load(self) -> None:
        """What the first call would wait for, and everybody else with it: three seconds of imports."""
        _made(self.setting)

    async def close(self) -> None:
        """Close the connections of the running loop."""
        if client := self._clients.pop(asyncio.get_running_loop(), None):
            await client.close()

    async def stream(self, question: ModelQuestion) -> AsyncIterator[Piece]:
        """Raises what the library raises (`failures.failure_of`)."""
        prompt = question.prompt or prompt_of(question.transformation_type, question.language)
        messages = _template(prompt, bool(question.complaint)).format_messages(**variables_of(prompt, question))
        async with aclosing(_chunks(self._model(), messages, self._form(question))) as chunks:
            async for chunk in chunks:
                yield _piece(chunk, self.setting)

    def _form(self, question: ModelQuestion) -> dict[str, Any]:  # as the libraries have it
        """What holds an answer to a schema. OpenAI's client would parse it itself; as a part of the body it comes piece by piece as always."""
        if question.schema is None:
            return {}
        if self.setting.vendor == "anthropic":
            return {"output_config": {"format": {"type": "json_schema", "schema": question.schema}}}
        held = {"name": "answer", "strict": True, "schema": question.schema}
        return {"extra_body": {"response_format": {"type": "json_schema", "json_schema": held}}}

    def _model(self) -> "BaseChatModel":
        """One a loop: connections belong to a loop."""
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = _made(self.setting)
        return self._clients[loop].model


@dataclass(frozen=True)
class Client:
    """A model's object, and how its connections are closed."""

    model: "BaseChatModel"
    close: Callable[[], Awaitable[None]]


@lru_cache(maxsize=256)
def _template(prompt: Prompt, again: bool) -> "ChatPromptTemplate":
    from langchain_core.prompts import ChatPromptTemplate

    turns = [("system", prompt.system), ("human", HUMAN)]
    return ChatPromptTemplate.from_messages([*turns, ("ai", "{earlier}"), ("human", "{complaint}")] if again else turns)


def _chunks(
    model: "BaseChatModel", messages: "list[BaseMessage]", form: dict[str, Any]
) -> "AsyncGenerator[AIMessageChunk, None]":
    """The model's answer. It is a generator, whatever its type says, and has to be closed for the call to end."""
    return cast("AsyncGenerator[AIMessageChunk, None]", model.astream(messages, **form))


def _piece(chunk: "AIMessageChunk", setting: ModelSetting) -> Piece:
    used = chunk.usage_metadata or {"input_tokens": 0, "output_tokens": 0}
    tokens = (used["input_tokens"], used["output_tokens"])
    why = chunk.response_metadata.get("finish_reason") or chunk.response_metadata.get("stop_reason")
    return Piece(str(chunk.text), why in COMPLETE, Spent(*tokens, setting.cost(*tokens)))


def _made(setting: ModelSetting) -> Client:
    import langsmith

    langsmith.configure(enabled=False)
    return _openai(setting) if setting.vendor == "openai" else _anthropic(setting)


def _http(setting: ModelSetting) -> "AsyncClient":
    """Connections of one object's own. Who is sent elsewhere isn't followed: only the configured address gets a message."""
    from tonebridge.outbound.connecting import operators_client, public_client

    most, timeout = setting.most_at_once, max(settings.LLM_TIMEOUT_S, LONGEST_S) + LONGER_S
    if setting.public_only:
        return public_client(owner=setting.owner, most=most, timeout=timeout, verify=_trust())
    return operators_client(most=most, timeout=timeout, verify=_trust(), proxy=_proxy(setting))


def _proxy(setting: ModelSetting) -> str | None:
    """What the operator's environment names for the address (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`)."""
    address, proxies = urlsplit(setting.base_url or (OPENAI if setting.vendor == "openai" else ANTHROPIC)), getproxies()
    named = proxies.get(address.scheme) or proxies.get("all")
    if not named or proxy_bypass(address.hostname or ""):
        return None
    return named if "://" in named else f"http://{named}"


@cache
def _trust() -> "SSLContext":
    import httpx2

    return httpx2.create_ssl_context()  # 30 ms each, so one for all


def _openai(setting: ModelSetting) -> Client:
    from langchain_openai import ChatOpenAI

    client = _http(setting)
    model = ChatOpenAI(
        model=setting.model,
        base_url=setting.base_url or (OPENAI if setting.public_only else None),
        api_key=cast(Any, setting.api_key or "none"),  # local servers ask for none; the client insists on one
        temperature=0.2,
        max_completion_tokens=MOST_TOKENS,
        stream_usage=True,  # with an address of one's own, streams tell it only when asked
        max_retries=0,  # the ladder tries again, or the next rung does
        http_async_client=client,
        timeout=max(settings.LLM_TIMEOUT_S, LONGEST_S) + LONGER_S,
    )
    return Client(model, client.aclose)


def _anthropic(setting: ModelSetting) -> Client:
    import anthropic
    from langchain_anthropic import ChatAnthropic

    client = _http(setting)
    model = ChatAnthropic(
        model_name=setting.model,
        base_url=(setting.base_url or ANTHROPIC).rstrip("/").removesuffix("/v1"),  # the client adds it
        api_key=cast(Any, setting.api_key),
        temperature=0.2,
        max_tokens_to_sample=MOST_TOKENS,
        max_retries=0,
        timeout=max(settings.LLM_TIMEOUT_S, LONGEST_S) + LONGER_S,
        stop=None,
        stream_usage=True,
    )
    # its own would be one for all objects and loops of the process, and would follow wherever it is sent
    vars(model)["_async_client"] = anthropic.AsyncClient(**model._client_params, http_client=client)
    return Client(model, client.aclose)
