"""The server that other tests of models lean on does what it is told."""

import httpx

from tests.models.scripted_server import Script, scripted_server

CALL = {
    "model": "m",
    "stream": True,
    "messages": [{"role": "user", "content": "<message-a1>\n明日までに。\n</message-a1>"}],
}


def post(url: str) -> httpx.Response:
    return httpx.post(f"{url}/chat/completions", json=CALL, timeout=5)


def test_it_streams_the_message_back_and_counts() -> None:
    with scripted_server() as server:
        answer = post(server.base_url)
        assert answer.headers["content-type"] == "text/event-stream"
        assert '"content": "明日までに。"' in answer.text
        assert '"prompt_tokens": 100' in answer.text
        assert answer.text.endswith("data: [DONE]\n\n")
        assert server.calls == 1
        assert "明日までに".encode() in server.received[0] or b"\\u660e" in server.received[0]


def test_it_fails_as_told_once_and_then_answers() -> None:
    with scripted_server() as server:
        server.scripts = [Script(status=429, headers={"retry-after": "47"})]
        first, second = post(server.base_url), post(server.base_url)
        assert (first.status_code, first.headers["retry-after"], second.status_code) == (429, "47", 200)


def test_characters_come_split_anywhere() -> None:
    with scripted_server() as server:
        server.script = Script(wire="split")
        assert '"content": "明日までに。"' in post(server.base_url).text
