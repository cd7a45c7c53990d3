"""Vectors of original texts. One table for every model; each model has a partial HNSW index of its own."""

from typing import Any

from django.db import models
from pgvector.django import VectorField

from tonebridge.ids import uuid7

USE3 = "use3-512"
USE3_DIMENSION = 512
"""Multilingual Universal Sentence Encoder v3."""


class Embedding(models.Model):
    """One text under one model. `dimension` is checked against the vector by the database."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    transformation_id = models.UUIDField()
    transformation_created_at = models.DateTimeField()
    transformation = models.ForeignObject(
        "transform.Transformation",
        on_delete=models.CASCADE,
        related_name="embeddings",
        from_fields=["transformation_id", "transformation_created_at"],
        to_fields=["id", "created_at"],
    )
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=40)
    dimension = models.PositiveSmallIntegerField()
    embedding: Any = VectorField()  # pgvector ships no types
    likeness = models.CharField(max_length=64, default="", db_default="", blank=True)
    """Which messages its result may do for (`apps/transform/alike`); empty: for none."""
    created_at = models.DateTimeField()

    class Meta:
        db_table = "embeddings"
        indexes = (
            models.Index(fields=["transformation_created_at"], name="embeddings_month"),
            models.Index(
                fields=["organization", "likeness"], name="embeddings_likeness", condition=~models.Q(likeness="")
            ),
        )
        constraints = (models.UniqueConstraint(fields=["transformation_id", "model"], name="embeddings_once_a_model"),)

    def __str__(self) -> str:
        return f"{self.transformation_id} {self.model}"
