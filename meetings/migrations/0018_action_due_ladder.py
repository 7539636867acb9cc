from django.db import migrations

SUBJECT = "meetings.action_due"
STEPS = (("business", 7), ("business", 1), ("after", 1))


def add_default_ladder(apps, schema_editor):
    """7 and 1 business days before an action is due, and once on the business day after, at 09:00 of the recipient.

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
            defaults={"hour": 9, "audience": ["lead", "named"], "channel": "email"},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0017_decisions_and_actions"),
        ("reminders", "0005_steps_after_a_deadline"),
    ]

    operations = [migrations.RunPython(add_default_ladder, migrations.RunPython.noop)]
