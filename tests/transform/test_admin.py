"""The staff's administration of prompts and of organizations' own models."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import AuditRow
from apps.transform.contracts import TransformationType
from apps.transform.models import OrganizationModel, OrganizationPrompt, PromptVersion
from apps.transform.queries.writers import labelled
from tests.accounts.test_admin import staff
from tests.cast import Person
from tests.models.test_prompts import added, content
from tonebridge.outbound import addresses

__all__ = ["staff"]
LISTS = ("promptversion", "promptmove", "organizationprompt", "organizationmodel")
SOFT = {"transformation_type": "soften", "language": "ja"}


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "resolve", lambda host, _port: ("10.0.0.7" if "inside" in host else "1.1.1.1",))


def address(model: str, page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:transform_{model}_{page}", args=args)


@pytest.mark.parametrize("model", LISTS)
def test_every_list_opens(staff: Client, alice: Person, model: str) -> None:
    added("2", "ひまわり")
    assert staff.get(address(model)).status_code == 200
    assert staff.get(address(model, "add")).status_code == (403 if model == "promptmove" else 200)


def act(staff: Client, action: str) -> None:
    sent = {"action": action, "_selected_action": [str(PromptVersion.objects.get().id)]}
    assert staff.post(address("promptversion"), sent).status_code == 302


def in_production() -> str:
    found = labelled("production").get(("soften", "ja"))
    return found.version if found else "file"


def test_staff_add_a_prompt_put_it_in_production_and_roll_it_back(staff: Client) -> None:
    form = SOFT | {"version": "2", "content": content("ひまわり"), "note": ""}
    assert staff.post(address("promptversion", "add"), form).status_code == 302
    assert in_production() == "file"
    act(staff, "to_production")
    assert in_production() == "2"
    act(staff, "roll_back")
    assert in_production() == "file"
    actions = list(AuditRow.objects.filter(action__startswith="prompt").order_by("at").values_list("action", flat=True))
    assert actions == ["promptversion.added", "prompt.labelled", "prompt.rolled_back"]
    assert set(AuditRow.objects.filter(action__startswith="prompt").values_list("credential", flat=True)) == {"staff"}


@pytest.mark.parametrize("spoiled", ["nothing", content("{made_up}")])
def test_a_prompt_that_no_model_could_be_told_is_shown_again(staff: Client, spoiled: str) -> None:
    form = SOFT | {"version": "2", "content": spoiled, "note": ""}
    assert staff.post(address("promptversion", "add"), form).status_code == 200
    assert not PromptVersion.objects.exists()


def test_staff_give_an_organization_another_prompt(staff: Client, alice: Person) -> None:
    added("2", "ひまわり")
    added("2", "sunflower", "en")
    wrong, right = PromptVersion.objects.get(language="en"), PromptVersion.objects.get(language="ja")
    form = SOFT | {"organization": str(alice.organization.id)}
    assert staff.post(address("organizationprompt", "add"), form | {"version": str(wrong.id)}).status_code == 200
    assert staff.post(address("organizationprompt", "add"), form | {"version": str(right.id)}).status_code == 302
    row = OrganizationPrompt.objects.get()
    assert row.version is not None
    assert (row.version.version, TransformationType(row.transformation_type)) == ("2", TransformationType.SOFTEN)
    assert AuditRow.objects.filter(action="organizationprompt.added", organization_id=alice.organization.id).exists()


MODEL = {"rung": "primary", "vendor": "openai", "model": "gpt-4o", "input_price": "0", "output_price": "0"}


def test_staff_set_an_organizations_model_and_never_see_its_key(staff: Client, alice: Person) -> None:
    form = MODEL | {"organization": str(alice.organization.id), "base_url": "https://models.example.com/v1"}
    assert staff.post(address("organizationmodel", "add"), form).status_code == 200  # a key is missing
    made = staff.post(address("organizationmodel", "add"), form | {"new_key": "sk-secret-one"})
    assert made.status_code == 302
    row = OrganizationModel.objects.get()
    page = address("organizationmodel", "change", row.id)
    assert b"sk-secret-one" not in staff.get(page).content
    assert staff.post(page, form | {"model": "gpt-5"}).status_code == 302
    row.refresh_from_db()
    assert (row.model, OrganizationModel.objects.get().api_key) == ("gpt-5", "sk-secret-one")
    elsewhere = form | {"base_url": "https://thief.example.com"}
    assert staff.post(page, elsewhere).status_code == 200
    assert OrganizationModel.objects.get().base_url == "https://models.example.com/v1"


def test_staff_are_no_way_round_the_network(staff: Client, alice: Person) -> None:
    form = MODEL | {"organization": str(alice.organization.id), "base_url": "https://inside.example.com"}
    shown = staff.post(address("organizationmodel", "add"), form | {"new_key": "sk"})
    assert (shown.status_code, OrganizationModel.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    "wrong", [{"new_key": "sk\r\nX: y"}, {"new_key": "あ"}, {"base_url": "https://models.example.com:0"}]
)
def test_staff_set_no_key_or_port_that_no_request_can_have(staff: Client, alice: Person, wrong: dict[str, str]) -> None:
    form = MODEL | {
        "organization": str(alice.organization.id),
        "base_url": "https://models.example.com",
        "new_key": "sk",
    }
    assert staff.post(address("organizationmodel", "add"), form | wrong).status_code == 200
    assert not OrganizationModel.objects.exists()
