from django.db import migrations

SUBJECT = "meetings.upcoming"
BUSINESS_DAYS_BEFORE = (30, 7, 1)


def add_default_ladder(apps, schema_editor):
    """30, 7 and 1 business days before, at 09:00 of the recipient's day, to everybody concerned.

    Rows that are there already stay as they are.
    """
    rule = apps.get_model("reminders", "ReminderRule")
    for amount in BUSINESS_DAYS_BEFORE:
        rule.objects.get_or_create(
            subject=SUBJECT,
            scope_kind="everything",
            scope_id="",
            amount=amount,
            unit="business",
            defaults={"hour": 9, "audience": ["lead", "named", "watchers"], "channel": "email"},
        )


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_rules_and_notifications")]

    operations = [migrations.RunPython(add_default_ladder, migrations.RunPython.noop)]
