"""Where somebody is signed in: sessions of pages and families of tokens."""

from collections.abc import Iterator
from uuid import UUID

from apps.accounts.contracts import SignInDetails, SignInKind
from apps.accounts.models import PageSession, TokenFamily, User
from apps.accounts.queries.places import places_of
from apps.accounts.queries.sessions import credential_of_session, read_sessions
from tonebridge.resilience import clock
from tonebridge.rest.pagination import Page, PageRequest, page_of
from tonebridge.tenancy.identity import acting_for

MOST_BROWSERS = 500
"""That are looked through: each is a row that its browser's use keeps alive."""


def sign_ins_of(user_id: UUID, credential: str, page: PageRequest) -> Page[SignInDetails]:
    """Those that go on, in all organizations, the newest first. `credential` is the asking one's name.

    Three queries, and one for each organization. Sessions that nobody has used since the version before aren't known yet.
    """
    after = UUID(page.after[0]) if page.after else None
    found = [*_sessions(user_id, credential, after), *_families(user_id, credential, after, page.fetch)]
    rows = sorted(found, key=lambda each: each.id, reverse=True)
    return page_of(rows[: page.fetch], page, lambda each: (str(each.id),))


def _sessions(user_id: UUID, credential: str, after: UUID | None) -> Iterator[SignInDetails]:
    rows = PageSession.objects.filter(user=user_id)
    listed = list((rows.filter(id__lt=after) if after else rows).order_by("-id")[:MOST_BROWSERS])
    claims, user = read_sessions([row.session_id for row in listed]), User.objects.get(id=user_id)
    for row in listed:
        claim = claims.get(row.session_id)
        if claim is not None and claim.is_of(user):
            yield _details(row, "page", current=credential_of_session(row.session_id) == credential)


def _families(user_id: UUID, credential: str, after: UUID | None, most: int) -> Iterator[SignInDetails]:
    for organization_id in places_of(user_id):
        with acting_for(organization_id):
            rows = TokenFamily.objects.filter(user=user_id, revoked_at=None, expires_at__gt=clock.now())
            rows = rows.filter(id__lt=after) if after else rows
            listed = list(rows.order_by("-id")[:most])
        yield from (_details(row, "token", current=credential == f"jwt:{row.id}") for row in listed)


def _details(row: PageSession | TokenFamily, kind: SignInKind, *, current: bool) -> SignInDetails:
    return SignInDetails(
        id=row.id,
        kind=kind,
        client=row.client,
        site=row.site,
        signed_in_at=row.created_at,
        last_used_at=row.last_used_at or row.created_at,
        ends_at=row.last_end,
        current=current,
    )
