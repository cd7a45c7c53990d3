"""Go on without the database where it is away, unless the call has to write there in any case."""

from types import TracebackType

from apps.accounts.actions.store_idempotent_answer import is_holding
from apps.transform.actions.accompany import is_accompanied
from tonebridge.spool.database_availability import database


class _GoingOn:
    """A block that is left quietly where the database can't be reached; what follows it is done without. What is raised inside goes on
    where it is another failure, and for a call whose answer has to be kept there (Idempotency-Key, work of the database's own).
    """

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> bool:
        has_to_write = is_holding() or is_accompanied()
        return isinstance(error, Exception) and not has_to_write and database.note_failure(error)


going_without_database = _GoingOn()
