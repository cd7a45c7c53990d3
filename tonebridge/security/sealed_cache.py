"""What Django's cache keeps is sealed under its name, and never unpickled.

A cache is memory that may end on a disk, and other programs may write to it. Values are JSON under AES-256-GCM, bound to
the name that they are kept under. One that doesn't open counts as missing: of an older key or version, of a stranger's hand,
or copied from another name. Whole numbers stay plain: counters are counted up by the server.
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django_redis.client import DefaultClient
from django_redis.exceptions import ConnectionInterrupted
from django_redis.serializers.base import BaseSerializer
from redis import RedisError

from tonebridge.security.encryption import EncryptionError, key_ring

COUNTER = re.compile(rb"-?[0-9]{1,20}")


@dataclass(frozen=True)
class Named:
    """A value, and the whole name that it is kept under: with prefix and version."""

    name: str
    value: Any  # JSON

    @property
    def associated(self) -> bytes:
        """What the seal is bound to."""
        return b"cache:" + self.name.encode()


class SealedJson(BaseSerializer):  # type: ignore[misc]  # untyped package
    """For `OPTIONS["SERIALIZER"]` of django-redis. Raises TypeError for what has no name: members of sets, fields of hashes."""

    def dumps(self, value: Any) -> bytes:
        if not isinstance(value, Named):
            raise TypeError("only whole values are sealed, each under its name")
        return key_ring().seal(json.dumps(value.value, ensure_ascii=False).encode(), value.associated)

    def loads(self, value: bytes) -> Any:
        """Nothing opens without its name (`SealedClient`)."""


class SealedClient(DefaultClient):  # type: ignore[misc]  # untyped package
    """For `OPTIONS["CLIENT_CLASS"]`: tells the serializer names. Signatures are the package's own."""

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        """All that writes whole values comes here: `add`, `set_many`, `incr_version` too."""
        version = args[1] if len(args) > 1 else kwargs.get("version")
        is_counter = isinstance(value, int) and not isinstance(value, bool)
        named = value if is_counter else Named(str(self.make_key(key, version=version)), value)
        return bool(super().set(key, named, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: int | None = None, client: Any = None) -> Any:
        """The value; `default` where there is none that opens."""
        return self.get_many([key], version, client).get(key, default)

    def get_many(self, keys: Collection[Any], version: int | None = None, client: Any = None) -> dict[Any, Any]:
        """Those that open."""
        names = {key: str(self.make_key(key, version=version)) for key in keys}
        if not names:
            return {}
        client = client or self.get_client(write=False)
        try:
            kept = client.mget(list(names.values()))
        except (RedisError, OSError) as error:
            raise ConnectionInterrupted(connection=client) from error
        opened = {key: _opened(name, raw) for (key, name), raw in zip(names.items(), kept, strict=True)}
        return {key: value for key, value in opened.items() if value is not None}


def _opened(name: str, raw: bytes | None) -> Any:
    if raw is None:
        return None
    if COUNTER.fullmatch(raw):
        return int(raw)
    try:
        return json.loads(key_ring().open(raw, Named(name, None).associated))
    except EncryptionError:
        return None
