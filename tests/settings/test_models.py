"""Models as the environment names them."""

import pytest

from tonebridge.env import SettingError
from tonebridge.settings.models import ModelSetting, model_setting

LOCAL = {"M": "openai:llama3", "M_BASE_URL": "http://127.0.0.1:11434/v1", "M_API_KEY": "sk-never-shown"}


def test_no_name_is_no_model() -> None:
    assert model_setting("M", {}) is None


def test_a_model_is_named_by_vendor_and_name() -> None:
    found = model_setting("M", LOCAL)
    assert found == ModelSetting("openai", "llama3", "http://127.0.0.1:11434/v1", "sk-never-shown")
    assert "sk-never-shown" not in repr(found)


def test_a_name_may_hold_colons() -> None:
    found = model_setting("M", {"M": "openai:qwen3:8b"})
    assert found is not None
    assert found.model == "qwen3:8b"


@pytest.mark.parametrize("wrong", ["gpt-5", "acme:gpt", "openai:", ":gpt"])
def test_a_name_of_another_form_stops_the_start(wrong: str) -> None:
    with pytest.raises(SettingError, match=r"M must look like openai:<model>"):
        model_setting("M", {"M": wrong})


@pytest.mark.parametrize("wrong", ["127.0.0.1:11434", "ftp://models", "http://"])
def test_an_address_of_another_form_stops_the_start(wrong: str) -> None:
    with pytest.raises(SettingError, match="M_BASE_URL"):
        model_setting("M", LOCAL | {"M_BASE_URL": wrong})


@pytest.mark.parametrize("wrong", ["cheap", "-1", "nan", "inf"])
def test_a_price_is_a_number(wrong: str) -> None:
    with pytest.raises(SettingError, match="M_INPUT_PRICE must be a number"):
        model_setting("M", LOCAL | {"M_INPUT_PRICE": wrong})


def test_cost_is_dollars_by_the_million_tokens() -> None:
    found = model_setting("M", LOCAL | {"M_INPUT_PRICE": "0.5", "M_OUTPUT_PRICE": "2"})
    assert found is not None
    assert found.cost(1_000_000, 500_000) == 1.5


def test_a_call_is_tried_twice_at_most() -> None:
    found = model_setting("M", LOCAL | {"M_MAX_RETRIES": "7"})
    assert found is not None
    assert found.max_retries == 1
