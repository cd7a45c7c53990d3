"""Databases, caches, channel layer. One URL each, from the environment or from the running dev stack.

`DATABASE_URL` is the web role's: it owns no table, and row security decides what it sees. `DATABASE_SYSTEM_URL` is for
the named tasks of the system (`tonebridge/tenancy/`): it owns nothing either. `DATABASE_OWNER_URL` is the owner's, for
migrations alone; processes that serve don't have it. Where one is missing, the next one plays its part.
`DATABASE_URL`, `CACHE_URL` and `BROKER_URL` (both default to `REDIS_URL`) name real servers. Where they are missing,
`.run/servers.json` names the embedded ones while `manage.py up` runs; without either, commands that need no server work.
"""

import base64
import hmac
import json
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from redis.backoff import NoBackoff
from redis.retry import Retry

from tonebridge import env
from tonebridge.devstack.servers import running_servers
from tonebridge.env import SettingError
from tonebridge.settings.keys import ENCRYPTION_KEYS

_embedded = running_servers()
_given_database = env.text("DATABASE_URL")
DATABASE_URL = _given_database or _embedded.get("database", "")
_named_owner = env.text("DATABASE_OWNER_URL") if _given_database else _embedded.get("owner")
DATABASE_OWNER_URL = _named_owner or ""
DATABASE_SYSTEM_URL = (env.text("DATABASE_SYSTEM_URL") if _given_database else _embedded.get("system")) or ""
_listen_url = env.text("DATABASE_LISTEN_URL")
REDIS_URL = env.text("REDIS_URL")
CACHE_URL = env.text("CACHE_URL") or REDIS_URL or _embedded.get("cache", "")
BROKER_URL = env.text("BROKER_URL") or REDIS_URL or _embedded.get("broker", "")


def _database(name: str, url: str) -> dict[str, Any]:
    """What Django connects with, read from the URL as libpq reads it: its query has the last word."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingError(f"{name} must look like postgres://user:password@host:5432/name")
    try:
        port = parts.port
    except ValueError as error:
        raise SettingError(f"{name} has a port that isn't a number") from error
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "tonebridge.tenancy.backend",
        "NAME": asked.pop("dbname", unquote(parts.path[1:])),
        "USER": asked.pop("user", unquote(parts.username or "")),
        "PASSWORD": asked.pop("password", unquote(parts.password or "")),
        "HOST": asked.pop("host", _host(parts.netloc.rpartition("@")[2])),
        "PORT": asked.pop("port", str(port or "")),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"connect_timeout": 3} | asked,
    }


def _host(address: str) -> str:
    """The host of `host:port`: a name, `[IPv6]`, or the percent-encoded folder of a socket, whose case counts."""
    return address[1:].partition("]")[0] if address.startswith("[") else unquote(address.partition(":")[0])


DATABASE_POOL = {
    "min_size": 1,
    "max_size": 10,
    "timeout": 1,
    "max_lifetime": 3600,
    "max_idle": 600,
    "reconnect_timeout": 2,  # then the next request tries anew; the pool's own patience grows to minutes
}
"""Connections of a web process, which names itself by `TONEBRIDGE_DB_POOL` (`tonebridge/asgi.py`). No other process has a
pool: Celery forks, and a pool must not cross a fork."""

WEB_TIMEOUTS = "-c statement_timeout=3s -c lock_timeout=2s -c idle_in_transaction_session_timeout=30s"
"""Of a web process's connections: a request that waits for longer is better refused."""

DATABASES = {"default": _database("DATABASE_URL", DATABASE_URL or "postgres://tonebridge@127.0.0.1:1/none")}
if env.flag("TONEBRIDGE_DB_POOL"):
    _options = DATABASES["default"]["OPTIONS"]
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False  # the engine looks at each that the pool gives
    _options |= {"pool": DATABASE_POOL, "options": f"{WEB_TIMEOUTS} {_options.get('options', '')}".strip()}
for _alias, _url in (("owner", DATABASE_OWNER_URL), ("system", DATABASE_SYSTEM_URL)):
    if _url and _url != DATABASE_URL:
        DATABASES[_alias] = _database(f"DATABASE_{_alias.upper()}_URL", _url)
DATABASE_LISTEN = _database("DATABASE_LISTEN_URL", _listen_url) if _listen_url else None
"""Where web processes listen for changes, when `DATABASE_URL` is a pooler's that keeps no session."""
DATABASE_WEB_ROLE = str(DATABASES["default"]["USER"])
DATABASE_SYSTEM_ROLE = str(DATABASES["system"]["USER"]) if "system" in DATABASES else ""
"""Who are granted what requests and tasks need, after each migrate (`tonebridge/tenancy/rights.py`)."""

WITHOUT_DATABASE_S = env.number("TONEBRIDGE_WITHOUT_DATABASE_S", 90)
"""For how long a process that has lost the database believes whom it knew, and transforms for them; 0: not at all.

A credential that is revoked elsewhere meanwhile is felt there after that time.
"""
SPOOL_BYTES = env.integer("TONEBRIDGE_SPOOL_MB", 64) * 1024 * 1024
"""What such transforms used waits in `SPOOL_DIR`, sealed, until the database is back; without room for it, it is lost and counted.
0: nothing is done without the database."""

REDIS_CLIENT = {"socket_connect_timeout": 0.25, "socket_timeout": 0.25}
"""Bounds for every client: redis-py's own defaults wait about ten seconds for a dead server."""
REDIS_SLOW_S = 0.1
"""A hundred times as long as an answer should take: a process that has the time to look does without while it takes longer."""
ONCE = Retry(NoBackoff(), 0)

CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": CACHE_URL or "redis://127.0.0.1:1/0",
        "KEY_PREFIX": "tb",
        "OPTIONS": {
            "CLIENT_CLASS": "tonebridge.security.sealed_cache.SealedClient",
            "SERIALIZER": "tonebridge.security.sealed_cache.SealedJson",
            "CONNECTION_POOL_KWARGS": {**REDIS_CLIENT, "retry": ONCE},
        },
    }
}
SESSION_ENGINE = "apps.accounts.session_store"


def _channel_keys(ring: str) -> list[str]:
    """A key of its own for each of the ring's: what one use gives away, the other doesn't."""
    try:
        keys = [base64.b64decode(row["key"], validate=True) for row in json.loads(ring)]
    except (TypeError, KeyError, ValueError) as error:
        raise SettingError("TONEBRIDGE_ENCRYPTION_KEYS must be a JSON list of {id, key}") from error
    return [hmac.new(key, b"tonebridge channel layer", "sha256").hexdigest() for key in keys]


CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {
            "hosts": [{"address": CACHE_URL or "redis://127.0.0.1:1/0", **REDIS_CLIENT}],
            "prefix": "tb-ws",
            "symmetric_encryption_keys": _channel_keys(ENCRYPTION_KEYS),
        },
    }
}
