"""Tests: the plugin's embedded servers, one thread, cheap password hashes."""

from tonebridge.settings.base import *  # noqa: F403
from tonebridge.settings.data import CACHES, DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["ENGINE"] = "tests.one_login"
DATABASE_WEB_ROLE, DATABASE_SYSTEM_ROLE = "tonebridge_web", "tonebridge_system"
CACHES["default"]["OPTIONS"]["CONNECTION_POOL_KWARGS"]["socket_timeout"] = 5  # a busy machine decides no test
REDIS_SLOW_S = 5
GATEWAY_THREADS = 0
LANGUAGE_CODE = "ja"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
LOG_LEVEL = "WARNING"
STATIC_ROOT = None  # served from where the files stand; only a deployment gathers them
WHITENOISE_AUTOREFRESH = True  # looks for a file when it is asked for; else each test client walks through all of them
TOKEN_SIGNING_KEYS_FILE = None  # tests put their own ring in the setting
LLM_PRIMARY = LLM_SECONDARY = LLM_VERIFY = None  # whatever the environment names: no test reaches a vendor
LLM_MEASURE, LOCAL_MODEL_PORTS = False, {}  # no test asks what else runs on its machine
TRANSFORM_RUNGS = ["apps.transform.providers.rules.RulesRung"]
