"""The administration with people in it who may more and less."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.test import Client

from apps.accounts.actions.confirm_second_factor import confirm_second_factor
from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.contracts import Scope
from apps.accounts.models import BackupCode, Membership, SecondFactor, User
from apps.accounts.web.session import SHOWN
from apps.transform.models import OrganizationModel
from tests.cast import PASSWORD, Person, code_now, own_model
from tonebridge.resilience import clock


def entered(user: User) -> Client:
    """A browser in which they have signed in and shown a code; `test_admin.py` goes there by the pages."""
    now = clock.now()
    code = code_now(set_up_second_factor(user_id=user.id, authenticated_at=now).secret)
    confirm_second_factor(user_id=user.id, code=code, authenticated_at=now)
    client = Client()
    assert client.login(username=user.email, password=PASSWORD)
    session = client.session
    session[SHOWN] = str(user.pk)
    session.save()
    return client


@dataclass
class Office:
    """A superuser, two clerks with a group of theirs, and a customer with a key and a model of her own."""

    root: User
    colleague: User
    clerk: User
    group: Group
    alice: Person
    client: Client

    def may(self, *permissions: str) -> None:
        """From here on the clerk has these, and no others."""
        found = [
            Permission.objects.get(content_type__app_label=p.split(".")[0], codename=p.split(".")[1])
            for p in permissions
        ]
        self.clerk.user_permissions.set(found)

    def superusers(self) -> Client:
        """The browser of another superuser."""
        return entered(User.objects.create_superuser("two@tonebridge.example", PASSWORD))

    def kept(self) -> dict[str, object]:
        """All that somebody could climb by: it has to be the same afterwards."""
        staff = User.objects.exclude(is_staff=False, is_superuser=False).order_by("email")
        return {
            "accounts": list(staff.exclude(id=self.clerk.id).values()),
            "flags": list(staff.values_list("email", "is_superuser")),
            "rights": sorted(p for one in staff.filter(id=self.clerk.id) for p in one.get_all_permissions()),
            "groups": list(Group.objects.order_by("name").values_list("name", "permissions", "user")),
            "factors": list(SecondFactor.objects.filter(user__in=staff).order_by("id").values_list("id", "confirmed_at")),
            "codes": BackupCode.objects.filter(user__in=staff).count(),
        }  # fmt: skip # a line, one thing

    def ways_to_messages(self) -> set[tuple[object, ...]]:
        """What may become less by deleting, and nothing else."""
        members = Membership.objects.values_list("user_id", "organization_id", "role")
        customers = User.objects.filter(is_staff=False, id=self.alice.user.id).values_list("email", "password")
        return {*members, *customers, *OrganizationModel.objects.values_list("organization_id", "base_url")}


def opened_office(alice: Person) -> Office:
    """All of them, signed in."""
    root = User.objects.create_superuser("root@tonebridge.example", PASSWORD)
    colleague, clerk = (
        User.objects.create_user(f"{name}@tonebridge.example", PASSWORD, is_staff=True) for name in ("ann", "clerk")
    )
    group = Group.objects.create(name="clerks")
    for one in (colleague, clerk):
        one.groups.add(group)
    client = entered(clerk)
    entered(root)
    own_model(alice)
    create_api_key(principal=alice.principal, name="ci", scopes=[Scope.HISTORY])
    return Office(root, colleague, clerk, group, alice, client)
