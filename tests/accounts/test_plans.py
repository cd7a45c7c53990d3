"""The plans that every installation starts with, and an organization's way through them."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from apps.accounts.actions.subscribe_organization import subscribe_organization
from apps.accounts.models import Plan, Subscription
from tests.cast import Person
from tonebridge.errors import NotFound
from tonebridge.resilience import clock

SEEDED = {
    ("free", 10, 100, True),
    ("starter", 60, 5_000, True),
    ("pro", 300, 50_000, True),
    ("enterprise", 1_000, None, True),
    ("benchmark", None, None, False),
}


def test_the_plans_are_there(plans: None) -> None:
    assert set(Plan.objects.values_list("code", "per_minute", "per_day", "is_public")) == SEEDED


def test_seeding_again_leaves_what_staff_changed(plans: None) -> None:
    Plan.objects.filter(code="free").update(per_day=50)
    Plan.objects.filter(code="benchmark").delete()
    import_module("apps.accounts.migrations.0002_seed_plans").seed(apps, None)
    assert Plan.objects.get(code="free").per_day == 50
    assert Plan.objects.filter(code="benchmark").exists()


def test_a_change_of_plan_is_kept_as_history(alice: Person) -> None:
    subscribe_organization(organization_id=alice.organization.id, plan_code="enterprise")
    history = Subscription.objects.filter(organization=alice.organization).order_by("starts_at")
    assert [each.plan_id for each in history] == ["pro", "enterprise"]
    assert history[0].ends_at == history[1].starts_at


def test_subscribing_to_the_same_plan_changes_nothing(alice: Person) -> None:
    subscribe_organization(organization_id=alice.organization.id, plan_code="pro")
    assert Subscription.objects.count() == 1


def test_a_plan_replaced_in_the_same_instant_never_counted(alice: Person) -> None:
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        for plan in ("starter", "enterprise"):
            subscribe_organization(organization_id=alice.organization.id, plan_code=plan)
    assert set(Subscription.objects.values_list("plan", flat=True)) == {"pro", "enterprise"}


def test_an_unknown_plan_is_refused(alice: Person) -> None:
    with pytest.raises(NotFound):
        subscribe_organization(organization_id=alice.organization.id, plan_code="gold")


def test_two_open_subscriptions_are_impossible(alice: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(organization=alice.organization, plan_id="free")
