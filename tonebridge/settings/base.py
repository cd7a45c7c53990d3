"""What every environment shares. Concerns that are long stand in files of their own, imported at the end."""

import re
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from tonebridge import env
from tonebridge.devstack.servers import running_servers

BASE_DIR = Path(__file__).resolve().parents[2]
RUN_DIR = Path(env.text("TONEBRIDGE_RUN_DIR", str(BASE_DIR / ".run")))
"""Everything the embedded servers and the development keys keep."""
SPOOL_DIR = Path(env.text("TONEBRIDGE_SPOOL_DIR", str(RUN_DIR / "spool")))
"""Where what has to be written waits for the database (`tonebridge/spool/`): a disk of this machine, that outlives a restart."""

PORT = env.integer("TONEBRIDGE_PORT", 8082, least=1)
_web = "" if env.text("TONEBRIDGE_PORT") else running_servers().get("web")
BASE_URL = env.text("TONEBRIDGE_BASE_URL", _web or f"http://127.0.0.1:{PORT}")
"""What addresses of pages begin with; where nothing is said, that of `manage.py up` in another terminal."""

DEBUG = False
ALLOWED_HOSTS = env.words("TONEBRIDGE_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("TONEBRIDGE_TRUSTED_ORIGINS", BASE_URL)

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "apps.accounts.admin_config.StaffAdminConfig",
    "apps.accounts",  # before Django's users, whose `createsuperuser` it makes anew
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "django_htmx",
    "tonebridge.tenancy",
    "tonebridge.devstack",
    "tonebridge.queues",
    "tonebridge.events",
    "tonebridge.rotation",
    "apps.analyze",
    "apps.transform",
    "apps.autotransform",
    "apps.mltraining",
    "apps.integrations",
]

MIDDLEWARE = [
    "tonebridge.tenancy.middleware.RequestScope",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tonebridge.pages.old_cookies.OldLanguageCookie",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.web.keeping_sessions.KeepSessions",
    "apps.accounts.web.navigation.RememberVisitor",
    "tonebridge.tenancy.middleware.StaffAdministration",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.accounts.web.reauthentication.Reauthentication",
    "tonebridge.gateway.page_errors.PageErrors",
]

API_MIDDLEWARE = ["tonebridge.tenancy.middleware.RequestScope", "tonebridge.rest.language.ReaderLanguage"]
"""Of what programs read: what pages need besides, the front door does for them, or they don't (sessions, messages)."""

ROOT_URLCONF = "tonebridge.urls"
ASGI_APPLICATION = "tonebridge.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tonebridge.pages.context.display",
                "apps.accounts.web.navigation.doors",
            ]
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "apps.accounts.password_validators.LeastLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "apps.accounts.password_validators.CommonStemValidator"},
    {"NAME": "apps.accounts.password_validators.ContextWordsValidator"},
    {"NAME": "apps.accounts.password_validators.BreachedPasswordValidator"},
]
BREACHED_PASSWORDS = env.file("TONEBRIDGE_BREACHED_PASSWORDS", re.compile(rb"[0-9A-F]{40}\b"))
"""A sorted file of SHA-1 digests of passwords that leaked (`apps/accounts/password_validators.py`); none: none is looked for."""

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DISPLAY_TIME_ZONE = env.text("TONEBRIDGE_TIME_ZONE", "Asia/Tokyo")

UNFOLD = {"SITE_TITLE": "ToneBridge", "SITE_HEADER": "ToneBridge"}
"""Names of the staff's administration."""

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A concern a file, all of it settings: the stars are meant, and each reads what stands above.
from tonebridge.settings.api import *  # noqa: E402, F403
from tonebridge.settings.data import *  # noqa: E402, F403
from tonebridge.settings.keys import *  # noqa: E402, F403
from tonebridge.settings.limits import *  # noqa: E402, F403
from tonebridge.settings.mail import *  # noqa: E402, F403
from tonebridge.settings.models import *  # noqa: E402, F403
from tonebridge.settings.product import *  # noqa: E402, F403
from tonebridge.settings.queue import *  # noqa: E402, F403
from tonebridge.settings.security import *  # noqa: E402, F403
from tonebridge.settings.watching import *  # noqa: E402, F403
