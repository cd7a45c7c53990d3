"""The shapes of a user and their organization, which several resources show."""

from typing import Any, get_args

from rest_framework import serializers

from apps.accounts.contracts import (
    OnSuspicion,
    OrganizationDetails,
    PlanLimits,
    Role,
    Scope,
    SignedIn,
    UserProfile,
)
from tonebridge.rest.serializers import StrictSerializer

ROLES = [role.value for role in Role]
SCOPES = [scope.value for scope in Scope]
SUSPICIONS = get_args(OnSuspicion)


class NothingIn(StrictSerializer[Any]):
    """Nothing is needed."""


class PlanOut(serializers.Serializer[PlanLimits]):
    """A plan's limits: requests a minute (`per_minute`) and messages a day (`per_day`); null means unlimited."""

    code = serializers.CharField()
    per_minute = serializers.IntegerField(allow_null=True)
    per_day = serializers.IntegerField(allow_null=True)


class OrganizationOut(serializers.Serializer[OrganizationDetails]):
    """An organization and its plan."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    retention_days = serializers.IntegerField()
    no_training = serializers.BooleanField()
    shares_results = serializers.BooleanField()
    suspected_orders = serializers.ChoiceField(choices=SUSPICIONS)
    plan = PlanOut()
    created_at = serializers.DateTimeField()


class ScopesField(serializers.ListField):
    """Scopes, always in the same order."""

    child = serializers.ChoiceField(choices=SCOPES)

    def to_representation(self, data: Any) -> list[str]:
        return [scope for scope in SCOPES if scope in data]


class UserOut(serializers.Serializer[UserProfile]):
    """A user in the organization that the credentials belong to."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    full_name = serializers.CharField()
    role = serializers.ChoiceField(choices=ROLES)
    scopes = ScopesField()
    organization = OrganizationOut()
    email_verified = serializers.BooleanField()


class SignedInOut(serializers.Serializer[SignedIn]):
    """An access token and a refresh token. `expires_in` is the access token's lifetime in seconds; `refresh` works once."""

    access = serializers.CharField()
    refresh = serializers.CharField()
    expires_in = serializers.IntegerField()
    user = UserOut()
