"""Tables to which rows are only ever added: triggers refuse to change, delete or empty them, for raw SQL too."""

import pgtrigger

ALLOW_TRUNCATE = "portal.allow_truncate"

REFUSE_CHANGES = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)

# Tests empty their tables between runs: their connections alone set the parameter.
REFUSE_TRUNCATE = pgtrigger.Trigger(
    name="refuse_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func=f"""
        IF current_setting('{ALLOW_TRUNCATE}', true) = 'on' THEN
            RETURN NULL;
        END IF;
        RAISE EXCEPTION 'append-only: cannot truncate table %', TG_TABLE_NAME;
    """,
)
