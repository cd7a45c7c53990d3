"""The room's one table."""

from tonebridge.rotation.models.progress import RotationProgress

__all__ = ["RotationProgress"]
