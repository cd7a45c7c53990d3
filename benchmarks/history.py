"""A tenant with a long history."""

from drills.world import Tenant

BATCH = 5_000
TEXT = "明日の17時までに、請求書の件を必ず直してください。" * 2


def fill(tenant: Tenant, count: int) -> None:
    """So many messages in the tenant's history."""
    from apps.transform.models import Transformation
    from tonebridge.ids import uuid7
    from tonebridge.resilience import clock
    from tonebridge.tenancy.identity import acting_for

    def message() -> Transformation:
        now = clock.now()
        mine = {"organization_id": tenant.organization_id, "user_id": tenant.user_id}
        kind = {"transformation_type_id": "soften", "intensity": 2, "language": "ja", "tier": "rules"}
        texts = {"original_text": TEXT, "transformed_text": TEXT, "result": "{}"}
        return Transformation(id=uuid7(now), created_at=now, metadata={"stored": True}, **mine, **kind, **texts)

    with acting_for(tenant.organization_id):
        for _ in range(0, count, BATCH):
            Transformation.objects.bulk_create([message() for _ in range(BATCH)])
