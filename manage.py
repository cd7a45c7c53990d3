#!/usr/bin/env python
"""The command line: `manage.py up` starts everything, `manage.py help` lists the rest."""

import os
import sys


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
    if arguments[1:2] == ["up"]:
        # Before Django: settings name servers that are about to start.
        from tonebridge.devstack.up import main as up

        sys.exit(up(arguments[2:]))
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(arguments)
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv)
