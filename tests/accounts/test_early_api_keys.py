"""Keys of before the first proof, as versions of before left them."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.contracts import Scope
from apps.accounts.models import ApiKey, AuditRow, User
from tests.cast import Person
from tests.front_door import FrontDoor
from tonebridge.resilience import clock


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("early_api_keys", *arguments, stdout=out)
    return out.getvalue()


def two_keys(alice: Person) -> tuple[str, str]:
    """One from before alice verified her address, and one from after."""
    early, late = (create_api_key(principal=alice.principal, name="ci", scopes=[Scope.HISTORY]) for _ in range(2))
    verified = User.objects.get(id=alice.user.id).email_verified_at or clock.now()
    ApiKey.objects.filter(id=early.details.id).update(created_at=verified - timedelta(minutes=5))
    return early.secret, late.secret


def test_they_are_listed_and_go_on_until_they_are_revoked(visitor: FrontDoor, alice: Person) -> None:
    early, late = two_keys(alice)
    assert early.split("_")[2] in said()
    assert late.split("_")[2] not in said()
    assert visitor.as_(X_API_Key=early).get("/api/v1/auth/me").status_code == 200


def test_they_alone_are_revoked_and_audited(visitor: FrontDoor, alice: Person) -> None:
    early, late = two_keys(alice)
    assert said("--revoke") == "revoked: 1\n"
    assert visitor.as_(X_API_Key=early).get("/api/v1/auth/me").status_code == 401
    assert visitor.as_(X_API_Key=late).get("/api/v1/auth/me").status_code == 200
    assert AuditRow.objects.filter(action="api_key.revoked", organization_id=alice.organization.id).count() == 1
    assert said() == "in all: 0\n"
