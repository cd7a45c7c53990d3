"""What happened here, as the outbox names it (`tonebridge/events/`)."""

MESSAGE_TRANSFORMED = "message.transformed"
"""A message was transformed and recorded. Its payload: type, tier and figures (`records/rows.py::figures_of`); never a text or a person."""
