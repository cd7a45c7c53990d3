"""The house before whose doors everybody stands."""

import asyncio

import pytest

from apps.accounts.actions.subscribe_organization import subscribe_organization
from tests.cast import newcomer, seed
from tests.front_door import FrontDoor
from tests.permissions.callers import House


@pytest.fixture(scope="module")
def standing(standing_data: None, loop_runner: asyncio.Runner) -> House:
    """Once for all doors: whatever a call changes is undone."""
    seed()
    alice = newcomer("alice", plan_code="pro")
    subscribe_organization(organization_id=alice.organization.id, plan_code="enterprise")
    return House.of(FrontDoor(loop_runner), alice)


@pytest.fixture
def house(visitor: FrontDoor, standing: House) -> House:
    return standing
