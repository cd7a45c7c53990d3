"""Production: no development keys, TLS in front, servers named by the environment."""

from tonebridge import env
from tonebridge.env import SettingError
from tonebridge.settings.base import *  # noqa: F403
from tonebridge.settings.base import BROKER_URL, CACHE_URL, DATABASE_URL, EMAIL_URL, GIVEN_SECRETS

if not GIVEN_SECRETS:
    raise SettingError("Set TONEBRIDGE_SECRET_KEY, TONEBRIDGE_SIGNING_KEYS and TONEBRIDGE_ENCRYPTION_KEYS.")
if not (DATABASE_URL and CACHE_URL and BROKER_URL):
    raise SettingError("Set DATABASE_URL and REDIS_URL (or CACHE_URL and BROKER_URL).")
if not EMAIL_URL:
    raise SettingError("Set EMAIL_URL, such as smtp://user:password@mail.example.com:587?tls=starttls.")

SIGN_IN_NEEDS_VERIFIED_EMAIL = env.flag("TONEBRIDGE_VERIFIED_EMAIL_ONLY", True)
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-django_language"
LANGUAGE_COOKIE_SECURE = True
MODEL_HINT_COOKIE_NAME = "__Host-tb_model_hint"
DEVICE_COOKIE_NAME = "__Secure-tb_device"  # of one path, so `__Host-` isn't for it
