"""What the rules beside this file find, and what they leave alone. Never imported."""


def read_by_id_alone(message_id):
    # ruleid: idor-get-without-org
    return Transformation.objects.get(id=message_id)


def locked_by_id_alone(key_id):
    # ruleid: idor-get-without-org
    return ApiKey.objects.select_for_update().filter(id=key_id).first()


def read_for_the_caller(principal, message_id):
    # ok: idor-get-without-org
    return GlossaryTerm.objects.filter(organization=principal.organization_id, id=message_id).first()


def read_through_a_checked_getter(principal, message_id):
    # ok: idor-get-without-org
    return Transformation.objects.of(principal).by_id(message_id).first()


def look_up(cursor, name):
    # ruleid: sql-fstring
    cursor.execute(f"SELECT 1 FROM users WHERE email = '{name}'")
    # ruleid: sql-fstring
    cursor.execute("SELECT 1 FROM users WHERE email = '%s'" % name)
    # ok: sql-fstring
    cursor.execute("SELECT 1 FROM users WHERE email = %s", [name])


def read_any_token(token, key):
    # ruleid: jwt-no-pin
    jwt.decode(token, key)
    # ruleid: jwt-no-pin
    jwt.decode(token, key, algorithms=["RS256"], options={"verify_signature": False})
    # ok: jwt-no-pin
    jwt.decode(token, key, algorithms=["RS256"])


def is_signed(key, body, shown):
    # ruleid: hmac-eq
    if hmac.new(key, body, "sha256").hexdigest() == shown:
        return True
    # ok: hmac-eq
    return hmac.compare_digest(hmac.new(key, body, "sha256").hexdigest(), shown)


def is_key(row, digest):
    # ruleid: hmac-eq
    return row.digest == digest
