"""Orders and requests by their form, in both languages: what soften words anew and what the roles take for a request."""
