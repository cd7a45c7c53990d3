"""Model servers of this machine are noticed by a question for their names, and by nothing else."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.passing_time import PassingTime
from tonebridge.devstack.launch import models_here
from tonebridge.env import SettingError
from tonebridge.local_model_ports import usual_ports
from tonebridge.outbound.local_models import RememberedModels, local_models

Started = Callable[..., "Server"]


class Server(HTTPServer):
    """Answers `/v1/models` with `said`; notes what it was asked."""

    said: bytes = b""
    status = 200
    hangs: threading.Event | None = None
    goes_on = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.left = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.command} {self.path} {self.headers.get('Content-Length', 0)}")
        if self.server.hangs:
            self.server.hangs.wait(20)
        if self.server.goes_on:
            self._go_on()
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/v1/models")
        self.end_headers()
        self.wfile.write(self.server.said)

    def _go_on(self) -> None:
        try:
            while True:
                self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                self.server.left.wait(0.02)
        except OSError:
            self.server.left.set()

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


def listing(*names: object) -> bytes:
    return json.dumps({"object": "list", "data": [{"id": name, "object": "model"} for name in names]}).encode()


@pytest.fixture
def start() -> Iterator[Started]:
    running: list[Server] = []

    def started(said: bytes, status: int = 200, *, hangs: threading.Event | None = None) -> Server:
        server = Server()
        server.said, server.status, server.hangs = said, status, hangs
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running.append(server)
        return server

    yield started
    for server in running:
        if server.hangs:
            server.hangs.set()
        server.shutdown()
        server.server_close()


def test_a_server_and_its_models_are_named_with_the_settings_that_use_them(start: Started) -> None:
    server = start(listing("llama3.1:8b", "qwen2.5-7b-instruct"))
    (found,) = local_models({server.port: "Ollama"})
    assert (found.server, found.models) == ("Ollama", ("llama3.1:8b", "qwen2.5-7b-instruct"))
    assert found.settings[0] == f"LLM_PRIMARY=openai:llama3.1:8b LLM_PRIMARY_BASE_URL=http://127.0.0.1:{server.port}/v1"


def test_it_is_asked_for_its_models_once_and_gets_no_body(start: Started) -> None:
    server = start(listing("small"))
    local_models({server.port: "vLLM"})
    assert server.asked == ["GET /v1/models 0"]


def test_our_own_port_is_not_asked(start: Started) -> None:
    server = start(listing("small"))
    assert local_models({server.port: "llama.cpp"}, own=(server.port,)) == ()
    assert server.asked == []


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"<html>It works!</html>",
        b"[]",
        b'{"data": "none"}',
        b'{"data": [1, {}, {"id": 7}]}',
        b"\xff",
        b"[" * 9_000,
    ],
)
def test_what_lists_no_models_is_no_model_server(start: Started, said: bytes) -> None:
    assert local_models({start(said).port: "vLLM"}) == ()


@pytest.mark.parametrize("status", [301, 302, 401, 404, 500])
def test_nobody_is_followed_elsewhere_and_refusals_are_no_models(start: Started, status: int) -> None:
    assert local_models({start(listing("small"), status).port: "vLLM"}) == ()


@pytest.mark.parametrize("name", ["$(reboot)", "a; b", "a b", "`x`", "<b>", "", "x" * 500, "模型"])
def test_a_name_that_is_no_models_is_not_shown(start: Started, name: str) -> None:
    (found,) = local_models({start(listing(name, "small")).port: "vLLM"})
    assert found.models == ("small",)


def test_a_server_that_hangs_hides_no_other(start: Started) -> None:
    slow, quick = start(b"", hangs=threading.Event()), start(listing("small"))
    found = local_models({slow.port: "Ollama", quick.port: "vLLM"})
    assert [each.port for each in found] == [quick.port]


def test_a_server_that_never_comes_to_an_end_is_left(start: Started) -> None:
    server = start(listing("small"))
    server.goes_on = True
    assert local_models({server.port: "vLLM"}) == ()
    assert server.left.wait(20)


def test_the_page_asks_again_after_half_a_minute(start: Started, still_time: PassingTime) -> None:
    server, page = start(listing("small")), RememberedModels(every_s=30.0)
    ports = {server.port: "vLLM"}
    assert [len(page.get(ports)) for _ in range(3)] == [1, 1, 1]
    assert len(server.asked) == 1
    server.said = listing("small", "large")
    still_time.pass_s(30.0)
    assert page.get(ports)[0].models == ("small", "large")


def test_the_start_says_what_uses_a_model_of_this_machine(start: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    server = start(listing("small"))
    monkeypatch.setenv("TONEBRIDGE_LOCAL_MODEL_PORTS", str(server.port))
    told = "\n".join(models_here(8082, {}))
    assert f"LLM_PRIMARY=openai:small LLM_PRIMARY_BASE_URL=http://127.0.0.1:{server.port}/v1 make run" in told
    assert list(models_here(8082, {"LLM_PRIMARY": "openai:other"})) == []
    assert list(models_here(server.port, {})) == []


def test_the_usual_ports_can_be_changed_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert usual_ports() == {11434: "Ollama", 1234: "LM Studio", 8080: "llama.cpp", 8000: "vLLM"}
    monkeypatch.setenv("TONEBRIDGE_LOCAL_MODEL_PORTS", "")
    assert usual_ports() == {}
    monkeypatch.setenv("TONEBRIDGE_LOCAL_MODEL_PORTS", "11434,70000")
    with pytest.raises(SettingError, match="70000"):
        usual_ports()
