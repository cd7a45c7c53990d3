"""What the settings plug into the gateway, made once, when the gateway is imported: a request looks nothing up."""

from django.conf import settings
from django.utils.module_loading import import_string

from tonebridge.gateway.protocols import Callers, IdempotencyKeys, SecurityLog

callers: Callers = import_string(settings.GATEWAY_CALLERS)()
security_log: SecurityLog = import_string(settings.GATEWAY_SECURITY_LOG)()
idempotency_keys: IdempotencyKeys = import_string(settings.GATEWAY_IDEMPOTENCY_KEYS)()
