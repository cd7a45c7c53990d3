"""Models as the environment names them."""

import pytest

from tonebridge.env import SettingError
from tonebridge.settings.models import ModelSetting, model_setting, verify_setting

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


@pytest.mark.parametrize("name", ["", "off", "OFF", " off "])
def test_nobody_compares_unless_it_is_asked_for(name: str) -> None:
    assert verify_setting("V", {"V": name}) is None


def test_who_compares_is_whoever_wrote_or_a_model_of_its_own() -> None:
    assert verify_setting("V", {"V": "same"}) == "same"
    found = verify_setting("V", {"V": "openai:Reader", "V_BASE_URL": "http://127.0.0.1:1/v1", "V_INPUT_PRICE": "2"})
    assert found == ModelSetting("openai", "Reader", "http://127.0.0.1:1/v1", input_price=2.0)


def test_a_word_that_names_nobody_stops_the_start() -> None:
    with pytest.raises(SettingError, match=r"V must look like .* or be same or off"):
        verify_setting("V", {"V": "yes"})
