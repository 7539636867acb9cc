from django.db import migrations

MONTHS = {"high": 3, "medium": 6, "normal": 12}


def add_defaults(apps, schema_editor):
    """3, 6 and 12 months; told to the desk at 09:00 of the business day on which it is noted, or of the next one.

    Rows that are there already stay as they are.
    """
    interval = apps.get_model("attaches", "ContactInterval")
    for priority, months in MONTHS.items():
        interval.objects.get_or_create(priority=priority, defaults={"months": months})
    apps.get_model("reminders", "ReminderRule").objects.get_or_create(
        subject="attaches.quiet",
        scope_kind="everything",
        scope_id="",
        amount=0,
        unit="after",
        defaults={"hour": 9, "audience": ["lead"], "channel": "email"},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("attaches", "0022_quiet_relations"),
        ("reminders", "0005_steps_after_a_deadline"),
    ]

    operations = [migrations.RunPython(add_defaults, migrations.RunPython.noop)]
