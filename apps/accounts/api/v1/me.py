"""Who the caller is."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.permissions import SignedIn
from apps.accounts.api.v1.users import UserOut
from apps.accounts.protocols import SignedInRequest
from apps.accounts.queries.profiles import profile_of


class Me(APIView):
    """GET /api/v1/auth/me"""

    permission_classes = (SignedIn,)

    @extend_schema(responses=UserOut)
    def get(self, request: SignedInRequest) -> Response:
        return Response(UserOut(profile_of(request.auth)).data)
