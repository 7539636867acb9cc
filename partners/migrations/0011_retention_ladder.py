from django.db import migrations


def add_default_step(apps, schema_editor):
    """On the first business day after the retention date, at 09:00 of the recipient. A row that is there stays."""
    apps.get_model("reminders", "ReminderRule").objects.get_or_create(
        subject="partners.retention",
        scope_kind="everything",
        scope_id="",
        amount=1,
        unit="after",
        defaults={"hour": 9, "audience": ["lead"], "channel": "email"},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0010_personal_data"),
        ("reminders", "0005_steps_after_a_deadline"),
    ]

    operations = [migrations.RunPython(add_default_step, migrations.RunPython.noop)]
