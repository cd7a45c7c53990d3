"""What accounts plugs into the gateway (`tonebridge/gateway/protocols.py`): a class a protocol, named in settings."""
