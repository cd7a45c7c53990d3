"""Imported before anything of the product: Django stands, and logs nothing but what ends a measurement."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonebridge.settings.local")
os.environ.setdefault("TONEBRIDGE_LOG_LEVEL", "CRITICAL")
django.setup()
