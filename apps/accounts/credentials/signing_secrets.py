"""The secret that an API key's holder signs requests with.

It is derived from a key of the product's and the API key's prefix (HKDF, RFC 5869), not kept: the API key itself is
stored as a digest, with which nothing could be verified.
"""

import base64

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

INFO, LENGTH = b"tonebridge request signing v1:", 32


def signing_secret_of(prefix: str) -> str:
    """`tb_sign_` and 256 bits in base64url. Its bytes, as they are written, are the HMAC's key."""
    derived = HKDF(SHA256(), LENGTH, salt=None, info=INFO + prefix.encode())
    raw = derived.derive(settings.REQUEST_SIGNING_KEY.encode())
    return "tb_sign_" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
