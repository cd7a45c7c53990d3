"""A chat model behind LangChain: prompt ▸ model ▸ parser. Its libraries are loaded where a model is named, and only there.

The three are called one after another: composed by `|`, each call would hold half as much memory again while it waits.

Messages go to the configured address and nowhere else: LangChain's own tracing stays off, whatever the environment says.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from django.conf import settings

from apps.transform.contracts import ModelQuestion, Piece, Prompt, Spent
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
POOLS = 8
"""Pools of connections: one looks through all that it has at each beginning and end of a call."""
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
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, list[Client]] = WeakKeyDictionary()
        self._turn = count()

    def load(self) -> None:
        """What the first call would wait for, and everybody else with it: three seconds of imports."""
        _made(self.setting)

    async def close(self) -> None:
        """Close the connections of the running loop."""
        for client in self._clients.pop(asyncio.get_running_loop(), []):
            await client.close()

    async def stream(self, question: ModelQuestion) -> AsyncIterator[Piece]:
        """Raises what the library raises (`failures.failure_of`)."""
        prompt = question.prompt or prompt_of(question.transformation_type, question.language)
        messages = _template(prompt, bool(question.complaint)).format_messages(**variables_of(prompt, question))
        async with aclosing(_chunks(self._model(), messages)) as chunks:
            async for chunk in chunks:
                yield _piece(chunk, self.setting)

    def _model(self) -> "BaseChatModel":
        """In turns, one of a few that the loop has: connections belong to a loop."""
        clients = self._clients.setdefault(asyncio.get_running_loop(), [])
        at = next(self._turn) % POOLS
        if at >= len(clients):
            clients.append(_made(self.setting))
            return clients[-1].model
        return clients[at].model


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


def _chunks(model: "BaseChatModel", messages: "list[BaseMessage]") -> "AsyncGenerator[AIMessageChunk, None]":
    """The model's answer. It is a generator, whatever its type says, and has to be closed for the call to end."""
    return cast("AsyncGenerator[AIMessageChunk, None]", model.astream(messages))


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
    import httpx2

    limits = httpx2.Limits(max_connections=max(1, setting.most_at_once // POOLS), max_keepalive_connections=20)
    timeout = settings.LLM_TIMEOUT_S + LONGER_S
    if setting.public_only:
        from tonebridge.outbound.connecting import public_client

        return public_client(limits=limits, timeout=timeout, verify=_trust())
    return httpx2.AsyncClient(limits=limits, timeout=timeout, verify=_trust(), follow_redirects=False)


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
        timeout=settings.LLM_TIMEOUT_S + LONGER_S,
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
        timeout=settings.LLM_TIMEOUT_S + LONGER_S,
        stop=None,
        stream_usage=True,
    )
    # its own would be one for all objects and loops of the process, and would follow wherever it is sent
    vars(model)["_async_client"] = anthropic.AsyncClient(**model._client_params, http_client=client)
    return Client(model, client.aclose)
