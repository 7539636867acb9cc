from django.db import migrations

SUBJECT = "attaches.invitation"


def add_default_ladder(apps, schema_editor):
    """2 business days before a gathering, at 09:00 of the recipient, to who has not declined.

    Rows that are there already stay as they are.
    """
    rule = apps.get_model("reminders", "ReminderRule")
    rule.objects.get_or_create(
        subject=SUBJECT,
        scope_kind="everything",
        scope_id="",
        amount=2,
        unit="business",
        defaults={"hour": 9, "audience": ["named"], "channel": "email"},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("attaches", "0010_circle_events"),
        ("reminders", "0007_told_changes"),
    ]

    operations = [migrations.RunPython(add_default_ladder, migrations.RunPython.noop)]
