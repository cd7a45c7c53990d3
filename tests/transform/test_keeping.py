"""What is kept, how long, and what is found again."""

from datetime import timedelta
from uuid import UUID

import pytest

from apps.transform.actions.apply_retention import apply_retention
from apps.transform.actions.digest_transformation import digest_transformation
from apps.transform.actions.transform_text import transform_text
from apps.transform.contracts import TransformationType, TransformRequest
from apps.transform.models import Analytics, Embedding, Transformation
from tests.cast import Person
from tests.front_door import Api
from tonebridge.partitions.ensure import ensure_months
from tonebridge.resilience import clock


def transform(api: Api, person: Person, text: str) -> UUID:
    answer = api(person).post("/api/v1/transform", {"text": text, "transformation_type": "soften"})
    made = UUID(answer.json()["id"])
    digest_transformation(transformation_id=made)
    return made


def test_the_most_similar_message_is_found_first(api: Api, alice: Person) -> None:
    asked = transform(api, alice, "サーバーが落ちました。すぐに再起動しろ。")
    near = transform(api, alice, "サーバーが止まっています。再起動してくれ。")
    transform(api, alice, "来週の飲み会の店を予約しろ。")
    found = api(alice).get(f"/api/v1/history/{asked}/similar").json()["items"]
    assert found[0]["item"]["id"] == str(near)
    assert found[0]["similarity"] > found[1]["similarity"]


def test_nobody_elses_message_is_ever_similar(api: Api, alice: Person, bob: Person, charlie: Person) -> None:
    asked = transform(api, alice, "サーバーを再起動しろ。")
    for person in (bob, charlie):
        transform(api, person, "サーバーを再起動しろ。")
    assert api(alice).get(f"/api/v1/history/{asked}/similar").json()["items"] == []
    assert api(charlie).get(f"/api/v1/history/{asked}/similar").status_code == 404


def test_messages_go_when_their_organizations_days_are_over(api: Api, alice: Person, charlie: Person) -> None:
    alice.organization.retention_days = 90
    alice.organization.save()
    ensure_months(clock.now() - timedelta(days=40), ahead=2)
    with clock.frozen(clock.now() - timedelta(days=40)):
        kept, gone = (message_of(person) for person in (alice, charlie))
    apply_retention()
    assert Transformation.objects.filter(id=kept).exists()
    assert not Transformation.objects.filter(id=gone).exists()
    assert not Analytics.objects.filter(transformation_id=gone).exists()
    assert not Embedding.objects.filter(transformation_id=gone).exists()


def message_of(person: Person) -> UUID:
    """By the verb itself: the person's token isn't good forty days ago."""
    wanted = TransformRequest("直せ。", TransformationType.SOFTEN)
    result = transform_text(principal=person.principal, wanted=wanted)
    digest_transformation(transformation_id=result.id)
    return result.id


@pytest.mark.parametrize("repeats", [1, 3])
def test_retention_may_run_as_often_as_it_likes(api: Api, alice: Person, repeats: int) -> None:
    made = transform(api, alice, "直せ。")
    for _ in range(repeats):
        apply_retention()
    assert Transformation.objects.filter(id=made).exists()
