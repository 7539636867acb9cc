from django.db import migrations

SUBJECT = "attaches.request_due"
STEPS = (("business", 1), ("after", 1), ("after", 3))


def add_default_ladder(apps, schema_editor):
    """The business day before an answer is due, and 1 and 3 business days after, to the ministry that is asked.

    Rows that are there already stay as they are.
    """
    rule = apps.get_model("reminders", "ReminderRule")
    for unit, amount in STEPS:
        rule.objects.get_or_create(
            subject=SUBJECT,
            scope_kind="everything",
            scope_id="",
            amount=amount,
            unit=unit,
            defaults={"hour": 9, "audience": ["lead"], "channel": "email"},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("attaches", "0013_meeting_requests"),
        ("reminders", "0007_told_changes"),
    ]

    operations = [migrations.RunPython(add_default_ladder, migrations.RunPython.noop)]
