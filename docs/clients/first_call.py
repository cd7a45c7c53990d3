"""The README's first call with a client that openapi-python-client made: `python first_call.py http://127.0.0.1:8082 tb_live_…`."""

import sys

from tonebridge_client import AuthenticatedClient
from tonebridge_client.api.transform import transform_message
from tonebridge_client.models import TransformBody, TransformBodyTransformationType, TransformResult


def soften(base_url: str, api_key: str) -> str:
    """The message as one would send it."""
    client = AuthenticatedClient(base_url=base_url, token=api_key)
    body = TransformBody(
        text="You clearly did not test this. Fix the export by 17:00 today.",
        transformation_type=TransformBodyTransformationType.SOFTEN,
    )
    answer = transform_message.sync(client=client, body=body, accept_language="en")
    if not isinstance(answer, TransformResult):
        raise SystemExit(f"refused: {answer}")
    return answer.transformed_text


if __name__ == "__main__":
    sys.stdout.write(soften(*sys.argv[1:3]) + "\n")
