"""An identity as SQL: the statement that tells PostgreSQL in whose name a transaction runs.

Settings are local to the transaction (`set_config(…, true)`), so a connection that goes back to a pool, PostgreSQL's
or a pooler's, carries nobody's name.
"""

import re

from tonebridge.tenancy.identity import Identity

READS_OR_WRITES = re.compile(r"\s*(?:\(\s*)?(?:SELECT|INSERT|UPDATE|DELETE|WITH|MERGE|VALUES|EXPLAIN)\b", re.IGNORECASE)
GOES_BACK = re.compile(r"\s*(?:ROLLBACK|COMMIT)\b", re.IGNORECASE)
FINDABLE = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


def settings_of(identity: Identity) -> dict[str, str]:
    """Setting to SQL expression. All of them, every time: what an earlier identity set is unset."""
    return {"tb.org": _organization(identity), "tb.system": "'on'" if identity.is_system else "''"}


def telling(settings: dict[str, str]) -> str:
    """One statement that makes the settings for the rest of the transaction."""
    calls = (f"set_config('{name}', {expression}, true)" for name, expression in settings.items())
    return f"SELECT {', '.join(calls)}; "


def _organization(identity: Identity) -> str:
    if identity.organization_id is not None:
        return f"'{identity.organization_id}'"
    if identity.found_by is None:
        return "''"
    finder, holder = identity.found_by
    # No quoting to get wrong: a prefix and a UUID are letters, digits and dashes, and anything else finds nobody.
    return f"COALESCE({finder}('{holder}')::text, '')" if FINDABLE.fullmatch(holder) else "''"
