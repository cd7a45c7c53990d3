"""What Django's cache keeps is sealed, and never unpickled.

A cache is memory that may end on a disk, and other programs may write to it. Values are JSON under AES-256-GCM; a value
that doesn't open (an older key, a stranger's hand) counts as missing. Whole numbers stay plain: counters are counted up
by the server.
"""

import json
from typing import Any

from django_redis.serializers.base import BaseSerializer

from tonebridge.security.encryption import EncryptionError, key_ring

ASSOCIATED = b"cache"


class SealedJson(BaseSerializer):  # type: ignore[misc]  # untyped package
    """For `OPTIONS["SERIALIZER"]` of django-redis."""

    def dumps(self, value: Any) -> bytes:
        return key_ring().seal(json.dumps(value, ensure_ascii=False).encode(), ASSOCIATED)

    def loads(self, value: bytes) -> Any:
        try:
            return json.loads(key_ring().open(value, ASSOCIATED))
        except EncryptionError:
            return None
