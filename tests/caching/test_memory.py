"""The first level."""

from uuid import uuid4

from tests.passing_time import PassingTime
from tonebridge.caching.l1_memory import KEPT_S, OVERHEAD_BYTES, Entry, MemoryCache

ACME, OTHER = uuid4(), uuid4()


def put(cache: MemoryCache, key: str, body: bytes = b"x", group: object = None) -> Entry | None:
    return cache.put(key, ACME if group is None else OTHER, body, moment=cache.moment(ACME if group is None else OTHER))


def test_the_least_recently_used_goes_first() -> None:
    cache = MemoryCache(most_entries=2)
    put(cache, "a"), put(cache, "b")
    cache.get("a")
    put(cache, "c")
    assert cache.get("b") is None
    assert cache.get("a") and cache.get("c")


def test_bytes_are_bounded_and_counted_back() -> None:
    cache = MemoryCache(most_bytes=100_000)
    for number in range(100):
        put(cache, str(number), b"x" * 9_000)
        assert cache.bytes <= 100_000
    assert cache.bytes == len(cache) * (9_000 + OVERHEAD_BYTES)
    cache.forget("*")
    assert (cache.bytes, len(cache)) == (0, 0)


def test_one_that_would_push_out_many_is_not_kept() -> None:
    assert put(MemoryCache(most_bytes=1_000), "a", b"x" * 101) is None


def test_it_ends_after_its_time(passing_time: PassingTime) -> None:
    passing_time.stand_still()
    cache = MemoryCache()
    entry = put(cache, "a")
    passing_time.pass_s(KEPT_S - 1)
    assert entry and cache.get("a") is entry
    passing_time.pass_s(1)
    assert not entry.holds
    assert cache.get("a") is None and len(cache) == 0


def test_whoever_holds_an_entry_sees_that_it_was_let_go() -> None:
    cache = MemoryCache(most_entries=1)
    first = put(cache, "a")
    put(cache, "b")
    assert first and not first.holds
    assert first.body == b"", "whoever holds on to it holds nothing of a message"


def test_an_organization_is_forgotten_and_the_others_are_not() -> None:
    cache = MemoryCache()
    put(cache, "a"), put(cache, "b", group=OTHER)
    cache.forget(str(ACME))
    assert cache.get("a") is None and cache.get("b")


def test_what_was_made_while_its_organization_was_forgotten_is_not_kept() -> None:
    cache = MemoryCache()
    before = cache.moment(ACME)
    cache.forget(str(ACME))
    assert cache.put("a", ACME, b"x", moment=before) is None
    cache.forget(str(OTHER))
    assert put(cache, "a")


def test_what_was_made_before_everything_was_forgotten_is_not_kept() -> None:
    cache = MemoryCache()
    before = cache.moment(ACME)
    cache.forget("*")
    assert cache.put("a", ACME, b"x", moment=before) is None


def test_what_was_forgotten_is_remembered_of_few_organizations() -> None:
    cache = MemoryCache(most_entries=10)
    before = cache.moment(ACME)
    for _ in range(1_000):
        cache.forget(str(uuid4()))
    assert cache.remembered_groups <= 10
    assert cache.put("a", ACME, b"x", moment=before) is None, "made before more was forgotten than is remembered"
    assert put(cache, "a")


def test_one_that_was_forgotten_while_it_was_made_is_not_kept_however_many_others_were() -> None:
    cache = MemoryCache(most_entries=10)
    moment = cache.moment(ACME)
    cache.forget(str(ACME))
    for _ in range(25):
        cache.forget(str(OTHER))
        cache.forget(str(uuid4()))
    assert cache.put("a", ACME, b"x", moment=moment) is None
