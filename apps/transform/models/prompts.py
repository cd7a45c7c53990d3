"""Prompts beside those that the product brings: versions, what each label names, and organizations with another one.

Versions and moves are only ever added, so what a message was written with can always be read again.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.transform.contracts import TransformationType
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

KINDS = [(kind.value, kind.value) for kind in TransformationType]
LANGUAGES = [("ja", "ja"), ("en", "en")]
LABELS = [("production", "production"), ("candidate", "candidate")]


class PromptVersion(models.Model):
    """One prompt of a type and language, in the form of the product's own files."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    transformation_type = models.CharField(_("type"), max_length=32, choices=KINDS)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    version = models.CharField(_("version"), max_length=40)
    content = models.TextField(_("content"))
    note = models.CharField(_("note"), max_length=200, default="", blank=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    class Meta:
        db_table = "prompt_versions"
        verbose_name = _("prompt")
        verbose_name_plural = _("prompts")
        ordering = ("transformation_type", "language", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["transformation_type", "language", "version"], name="prompt_versions_are_named_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.transformation_type}.{self.language}.{self.version}"


class PromptMove(models.Model):
    """A label was put on a version; None: on the product's own. The last move of a label holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    transformation_type = models.CharField(_("type"), max_length=32, choices=KINDS)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    label = models.CharField(_("label"), max_length=12, choices=LABELS)
    version = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    class Meta:
        db_table = "prompt_moves"
        verbose_name = _("label change")
        verbose_name_plural = _("label changes")
        ordering = ("-id",)
        indexes = (models.Index(fields=["label", "transformation_type", "language", "-id"], name="prompt_moves_last"),)

    def __str__(self) -> str:
        return f"{self.label} {self.version or 'file'}"


class OrganizationPrompt(models.Model):
    """An organization whose models are told something else; `version` None: what the product brings."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    transformation_type = models.CharField(_("type"), max_length=32, choices=KINDS)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    version = models.ForeignKey(PromptVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    class Meta:
        db_table = "organization_prompts"
        verbose_name = _("organization's prompt")
        verbose_name_plural = _("organizations' prompts")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "transformation_type", "language"], name="organization_prompts_once_a_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.transformation_type}.{self.language} {self.version or 'file'}"
