"""`manage.py verify_audit` says which rows don't hold, and ends with an error."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.accounts.test_audit import tamper
from tests.cast import Person

pytestmark = pytest.mark.django_db


def verify(*options: str) -> str:
    out = StringIO()
    call_command("verify_audit", *options, stdout=out)
    return out.getvalue()


def test_sound_chains_are_counted(alice: Person, charlie: Person) -> None:
    assert verify() == "2 chains hold\n"


def test_it_names_the_row_and_what_is_wrong_with_it(alice: Person, charlie: Person) -> None:
    tamper("UPDATE audit SET subject = 'x' WHERE organization_id = %s AND position = 1", alice.organization.id)
    out = StringIO()
    with pytest.raises(CommandError, match="1 faults in 1 chains"):
        call_command("verify_audit", stdout=out)
    assert out.getvalue() == f"{alice.organization.id}  row 1: changed\n"


def test_a_chain_that_was_removed_whole_is_found_by_noted_ends(alice: Person, tmp_path: Path) -> None:
    noted = tmp_path / "anchors.jsonl"
    noted.write_text(verify("--print-anchors"), encoding="utf-8")
    assert verify("--anchors", str(noted)) == "1 chains hold\n"
    tamper("DELETE FROM audit")
    tamper("DELETE FROM audit_heads")
    assert verify() == "0 chains hold\n"
    with pytest.raises(CommandError):
        verify("--anchors", str(noted))


def test_an_organization_that_was_never_audited_is_not_said_to_hold(alice: Person) -> None:
    with pytest.raises(CommandError, match="There is no chain of an organization"):
        verify("--organization", "018f0000-0000-7000-8000-000000000000")
    assert verify("--organization", str(alice.organization.id)) == "1 chains hold\n"


@pytest.mark.parametrize("content", ["{bad", "[]", '{"position": 1}', None])
def test_anchors_that_are_none_are_refused_with_a_sentence(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "anchors.jsonl"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=r"holds no anchors|can't be read: No such file"):
        verify("--anchors", str(file))
