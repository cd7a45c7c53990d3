"""What the REST resources of all apps share: strict serializers, cursors, permissions."""
