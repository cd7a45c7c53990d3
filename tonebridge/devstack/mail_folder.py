"""Mail as files in a folder, for development. Links to new passwords stand in them, so no other account reads them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend

from tonebridge.devstack.places import run_directory
from tonebridge.devstack.private_file import private, private_folder

FOLDER = "mail"
"""In the run folder: ours, so one of an earlier version is closed. Another folder may be meant for others, its files aren't."""


class PrivateFolder(EmailBackend):
    """Django's own, whose folder (0700) and files (0600) are their owner's alone from their first moment. Raises OSError."""

    stream: Any

    def __init__(self, *args: Any, **options: Any) -> None:  # as Django passes them
        folder = Path(options.pop("file_path", None) or _setting()).absolute()
        if folder == run_directory() / FOLDER:
            private_folder(folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(*args, **options | {"file_path": str(folder)})

    def open(self) -> bool:
        """Whether a file was opened, and has to be closed."""
        if self.stream is not None:
            return False
        self.stream = open(getattr(self, "_get_filename")(), "ab", opener=private)  # noqa: SIM115, B009 - Django's; it closes it
        return True


def _setting() -> str:
    return str(getattr(settings, "EMAIL_FILE_PATH", run_directory() / FOLDER))
