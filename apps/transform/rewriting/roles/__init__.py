"""What each part of a message is for: impact, cause, action, request and the like."""

from apps.transform.rewriting.roles.audience import Audience, audience_of
from apps.transform.rewriting.roles.read import LEADS_IN, read_statements
from apps.transform.rewriting.roles.role import Role
from apps.transform.rewriting.roles.statement import Statement

__all__ = ["LEADS_IN", "Audience", "Role", "Statement", "audience_of", "read_statements"]
