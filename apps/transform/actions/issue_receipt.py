"""Give a signed receipt of a result: what it says can be checked without us."""

from uuid import UUID

from django.conf import settings

from apps.accounts.actions.sign_claims import sign_claims
from apps.accounts.contracts import Principal
from apps.transform.contracts import IssuedReceipt
from apps.transform.queries.receipts import receipt_of
from apps.transform.records.receipts import KIND, claims_of
from tonebridge.resilience import clock


def issue_receipt(*, principal: Principal, transformation_id: UUID) -> IssuedReceipt:
    """As things stand now; it costs nothing and changes nothing. Raises NotFound, as for a result that never was."""
    receipt = receipt_of(principal, transformation_id)
    claims = claims_of(receipt, issuer=settings.TOKEN_ISSUER, now=clock.now())
    return IssuedReceipt(sign_claims(kind=KIND, claims=claims), claims)
