"""Checking statements that we signed (`actions/sign_claims.py`)."""

from apps.accounts.credentials.signed_claims import Unproven, own_jwks, verified

__all__ = ["Unproven", "own_jwks", "verified"]
