from django.db import migrations

SUBJECT = "outreach.effect_due"
STEPS = (("business", 5), ("after", 3))


def add_default_ladder(apps, schema_editor):
    """5 business days before a result is due and 3 after, at 09:00 of the recipient. Rows that are there stay."""
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
        ("outreach", "0003_dispatches"),
        ("reminders", "0005_steps_after_a_deadline"),
    ]

    operations = [migrations.RunPython(add_default_ladder, migrations.RunPython.noop)]
