from django.db import migrations

SUBJECT = "attaches.follow_up"
STEPS = (
    ("business", 3, ["lead"]),
    ("business", 0, ["lead"]),
    ("after", 1, ["lead"]),
    ("after", 5, ["lead", "named", "watchers"]),
)


def add_default_ladder(apps, schema_editor):
    """3 business days before and on the day to whoever has it, on the business day after once more; 5 business days
    after it to the whole body and to the desk of the partner. At 09:00 of the recipient.

    Rows that are there already stay as they are.
    """
    rule = apps.get_model("reminders", "ReminderRule")
    for unit, amount, audience in STEPS:
        rule.objects.get_or_create(
            subject=SUBJECT,
            scope_kind="everything",
            scope_id="",
            amount=amount,
            unit=unit,
            defaults={"hour": 9, "audience": audience, "channel": "email"},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("attaches", "0020_search_follow_ups"),
        ("reminders", "0005_steps_after_a_deadline"),
    ]

    operations = [migrations.RunPython(add_default_ladder, migrations.RunPython.noop)]
