"""Where model servers of this machine are looked for: the usual ports of Ollama, LM Studio, llama.cpp and vLLM."""

from collections.abc import Mapping

from tonebridge import env

USUAL: Mapping[int, str] = {11434: "Ollama", 1234: "LM Studio", 8080: "llama.cpp", 8000: "vLLM"}


def usual_ports() -> dict[int, str]:
    """Those that `TONEBRIDGE_LOCAL_MODEL_PORTS` names, or the usual ones. Empty where it is. Raises SettingError."""
    named = env.words("TONEBRIDGE_LOCAL_MODEL_PORTS", ",".join(map(str, USUAL)))
    if strange := [each for each in named if not each.isdecimal() or not 0 < int(each) < 65_536]:
        raise env.SettingError(f"TONEBRIDGE_LOCAL_MODEL_PORTS takes ports from 1 to 65535, not {', '.join(strange)}")
    return {int(each): USUAL.get(int(each), "a model server") for each in named}
