from django.db import migrations

SUBJECT = "meetings.clearance"
STEPS = (("business", 3, ["named"]), ("business", 1, ["named"]), ("after", 1, ["named", "lead"]))


def add_default_ladder(apps, schema_editor):
    """3 and 1 business days before the deadline to who has not replied; once when it has passed, to the lead too.

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
        ("meetings", "0015_remember_urging"),
        ("reminders", "0006_told_at_once"),
    ]

    operations = [migrations.RunPython(add_default_ladder, migrations.RunPython.noop)]
