"""The server's own fields of an answer (date and name), put together once a second."""

_known: tuple[object, bytes] = (None, b"")


def fields_of(pairs: list[tuple[bytes, bytes]]) -> bytes:
    """As they stand in a head. uvicorn makes a new list each second."""
    global _known
    if _known[0] is not pairs:
        _known = (pairs, b"".join(name + b": " + value + b"\r\n" for name, value in pairs))
    return _known[1]
