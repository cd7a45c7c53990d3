"""Celery's log lines, without what they quote."""

import logging

QUOTING = frozenset({"on_unknown_message", "on_unknown_task", "on_invalid_task", "on_decode_error"})


class WithoutBodies(logging.Filter):
    """Celery's consumer quotes a message it can't handle, body and all. Say only which handler refused one."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.funcName in QUOTING:
            record.msg, record.args, record.exc_info = f"celery.{record.funcName}", (), None
        return True
