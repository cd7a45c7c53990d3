"""The staff's administration of transforms, a matter a file. Django finds these through their import."""

from apps.transform.admin import types, writing

__all__ = ["types", "writing"]
