"""Development, and what `make run` serves: embedded servers, keys made on first start."""

from tonebridge.settings.base import *  # noqa: F403

STATIC_ROOT = None  # served from where the files stand; only a deployment gathers them
WHITENOISE_AUTOREFRESH = True  # an edited file is served as it is now, without a restart
