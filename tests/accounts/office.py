"""The administration with people in it who may more and less."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.test import Client

from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.credentials.totp import code_at, step_at
from apps.accounts.models import BackupCode, Membership, SecondFactor, User
from apps.transform.models import OrganizationModel
from tests.cast import PASSWORD, Person
from tonebridge.resilience import clock


def entered(user: User) -> Client:
    """A browser in which they have signed in and shown a code."""
    client = Client()
    assert client.login(username=user.email, password=PASSWORD)
    secret = set_up_second_factor(user_id=user.id, authenticated_at=clock.now()).secret
    client.post("/security/two-step/", {"code": code_at(secret, step_at(clock.now()))})
    assert client.get("/admin/").status_code == 200
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
