"""Development, and what `make run` serves: embedded servers, keys made on first start."""

from tonebridge.settings.base import *  # noqa: F403
