"""Sign a statement that anybody can check without us."""

from apps.accounts.credentials.signed_claims import Claims, sign


def sign_claims(*, kind: str, claims: Claims) -> str:
    """A compact JWS; `kind` is its `typ`. Check it with `queries.signed_claims` or any library and the JWKS."""
    return sign(kind, claims)
