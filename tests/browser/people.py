"""Fills a running product: alice's company with five colleagues, charlie's with what an attacker would write, and dora's, whose
model listens at `BROWSER_MODEL`.

`TONEBRIDGE_RUN_DIR=… python -m tests.browser.people` prints who they are, as JSON.
"""

import json
import os
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from uuid import uuid4

import django

PASSWORD = "correct horse battery staple"
SATURDAY = 5
RUN = uuid4().hex[:8]
"""So that a product can be peopled twice."""
MESSAGES = (
    "この見積もりは無理です。明日17時までに3件とも直してください。",
    "勝手に約束しないでください。APIのデプロイは2026年12月3日です。",
    "You clearly did not test this. Fix the export by 17:00 today.",
)
DOUBTED = ("どうしようもない仕事です。", "直せ。")
UNSURE = f"😀お疲れさまです。{DOUBTED[0]}明日17時までに{DOUBTED[1]}"
SOFTER = (("お疲れさまです。", "お疲れさまでございます。"),)
"""Changes of that message."""
FIRE = "<img src=x onerror=\"document.title='fired'\"><script>document.title='fired'</script>"
"""Were it ever markup, the page's title would say so."""
NOBODY = "http://127.0.0.1:9/v1"
"""A model that nobody reaches: pages follow streams, which tests write themselves."""


def main() -> None:
    """Make them all."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tonebridge.settings.local"
    django.setup()
    from tonebridge.tenancy.system import as_system

    with as_system("browser tests"):
        made = {
            "alice": company("alice", 5, model=NOBODY),
            "charlie": company("charlie", 4, hostile=True),
            "dora": company("dora", 0, model=os.environ.get("BROWSER_MODEL", NOBODY)),
            "staff": staff(),
        }
    made["admin"] = {"session": shown_code(made["staff"]["email"])}
    sys.stdout.write(json.dumps(made))


def company(name: str, colleagues: int, *, hostile: bool = False, model: str = "") -> dict[str, str]:
    """An organization with messages of everybody; its owner's address and password, and ids of what is theirs.

    `model`: the address of a model of its own.
    """
    from apps.accounts.actions.create_account import create_account
    from apps.accounts.actions.issue_link_token import issue_link_token
    from apps.accounts.models import Membership, User
    from apps.accounts.queries.credentials import principal_of_user
    from apps.transform.actions.add_glossary_term import add_glossary_term
    from apps.transform.actions.set_organization_model import set_organization_model
    from apps.transform.contracts import GlossaryEntry, ModelChoice
    from tonebridge.resilience import clock

    owner = create_account(
        email=f"{name}-{RUN}@example.com",
        password=PASSWORD,
        full_name=FIRE if hostile else name.title(),
        organization_name=FIRE if hostile else f"{name.title()}'s company",
        plan_code="benchmark",
        verified_at=clock.now(),
    )
    principal = replace(principal_of_user(owner.pk, credential="browser:0"), authenticated_at=clock.now())
    if model:
        choice = ModelChoice("openai", "some", model, api_key="none")
        set_organization_model(principal=principal, rung="primary", choice=choice)
    people = [principal]
    for number in range(colleagues):
        user = User.objects.create_user(
            f"{name}-{number}-{RUN}@example.com",
            None,  # they never sign in, and each password takes most of a second
            full_name=FIRE if hostile else f"Colleague {number}",
            email_verified_at=clock.now(),
        )
        Membership.objects.create(user=user, organization_id=principal.organization_id, role="member")
        people.append(principal_of_user(user.pk, credential=f"browser:{number}"))
    texts = (f"{FIRE} この見積もりは無理です。",) if hostile else MESSAGES
    for at in earlier():
        with clock.frozen(at):
            for number, each in enumerate(people):
                write(each, MESSAGES[(number + at.day) % len(MESSAGES)])
    kept = [write(each, text) for each in people for text in texts]
    word = FIRE[:100] if hostile else "SLA"
    term = add_glossary_term(principal=principal, wanted=GlossaryEntry(term=word, language="en", plain=word))
    found(principal, FIRE[:40] if hostile else "オリオンゲート")
    if hostile:
        mislabel(principal)
    doubted = write_unsure(principal)
    links = {"invitation": invite(principal), "reset": issue_link_token(user=owner, purpose="reset_password")}
    ids = {"message": kept[0], "unsure": doubted, "term": str(term.id)}
    return {"email": owner.email, "password": PASSWORD} | ids | links


def invite(principal: object) -> str:
    """What stands in the link of an invitation."""
    from apps.accounts.actions.invite_member import invite_member
    from apps.accounts.contracts import Principal, Role
    from apps.accounts.credentials.link_tokens import make_link_token
    from apps.accounts.models import Invitation
    from apps.accounts.queries.invitations import PURPOSE

    assert isinstance(principal, Principal)
    invited = invite_member(principal=principal, email=f"guest-{uuid4().hex[:8]}@example.com", role=Role.MEMBER)
    token, digest = make_link_token(PURPOSE)
    Invitation.objects.filter(id=invited.id).update(digest=digest)
    return token


def found(principal: object, term: str) -> None:
    """A word that recurs in the company's messages, as a worker would have counted it."""
    from apps.accounts.contracts import Principal
    from apps.transform.models import FoundTerm
    from tonebridge.resilience import clock

    assert isinstance(principal, Principal)
    FoundTerm.objects.create(
        organization_id=principal.organization_id,
        term=term,
        language="ja",
        messages=12,
        people=6,
        counted_at=clock.now(),
    )


def mislabel(principal: object) -> None:
    """Reasons that no table has stand on charts as they are."""
    from apps.accounts.contracts import Principal
    from apps.transform.models import Analytics

    assert isinstance(principal, Principal)
    for row in Analytics.objects.filter(organization_id=principal.organization_id):
        row.metrics["reasons"] = {FIRE: 3}
        row.save(update_fields=["metrics"])


def earlier() -> list[datetime]:
    """Noon of the weekdays before today that charts shall show: none in tests, to which they matter nothing."""
    from tonebridge.resilience import clock

    days = [clock.now() - timedelta(days=passed) for passed in range(int(os.environ.get("PEOPLE_DAYS", "0")), 0, -1)]
    return [day for day in days if day.weekday() < SATURDAY]


def write(principal: object, text: str) -> str:
    """One message of somebody, kept and digested; its id."""
    from apps.accounts.contracts import Principal
    from apps.transform.actions.digest_transformation import digest_transformation
    from apps.transform.actions.give_feedback import give_feedback
    from apps.transform.actions.transform_text import transform_text
    from apps.transform.contracts import TransformationType, TransformRequest, Verdict
    from tonebridge.events.actions.relay_events import relay_all

    assert isinstance(principal, Principal)
    wanted = TransformRequest(text=text, transformation_type=TransformationType.SOFTEN, tier="rules")
    result = transform_text(principal=principal, wanted=wanted)
    digest_transformation(transformation_id=result.id, vector=vector_of(text))
    relay_all()
    give_feedback(principal=principal, transformation_id=result.id, verdict=Verdict.ACCEPTED)
    return str(result.id)


def write_unsure(principal: object) -> str:
    """A message of which the rules leave two passages, one of them gone from its result, as a writer that isn't sure would say it."""
    from unittest.mock import patch

    from apps.transform.contracts import Draft, Edit, TransformationType, Unsure
    from apps.transform.types import WRITERS

    passages = tuple(Unsure(UNSURE.index(each), UNSURE.index(each) + len(each), "still_harsh") for each in DOUBTED)
    edits = tuple(Edit(UNSURE.index(old), UNSURE.index(old) + len(old), new, "soften_en.order") for old, new in SOFTER)
    draft = Draft(edits=edits, unsure=passages)
    with patch.dict(WRITERS, {TransformationType.SOFTEN: lambda _wanted, _document: draft}):
        return write(principal, UNSURE)


@cache
def vector_of(text: str) -> list[float]:
    """Everybody writes the same few."""
    from apps.transform.providers.embedder import embed

    return embed(text)


def staff() -> dict[str, str]:
    """Somebody of the staff."""
    from apps.accounts.models import User
    from tonebridge.resilience import clock

    user = User.objects.create_superuser(f"staff-{RUN}@example.com", PASSWORD, email_verified_at=clock.now())
    return {"email": user.email, "password": PASSWORD}


def shown_code(email: str) -> str:
    """The session of somebody of the staff who has shown a code: the administration asks for one."""
    from django.test import Client

    from apps.accounts.actions.set_up_second_factor import set_up_second_factor
    from apps.accounts.credentials.totp import code_at, step_at
    from apps.accounts.models import User
    from tonebridge.resilience import clock

    client = Client(SERVER_NAME="127.0.0.1")
    user = User.objects.get(email=email)
    client.force_login(user)
    secret = set_up_second_factor(user_id=user.id, authenticated_at=clock.now()).secret
    client.post("/security/two-step/", {"code": code_at(secret, step_at(clock.now()))})
    return str(client.cookies["sessionid"].value)


if __name__ == "__main__":
    main()
