"""The web server: one listening port, a process a core (`python -m tonebridge.serving`)."""
