"""The desk asks for the events of every kind of record since a person's last visit; the event tables only grow."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("meetings", "0018_action_due_ladder")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {table}_recent ON meetings_{table} (pgh_created_at)", f"DROP INDEX {table}_recent"
        )
        for table in ("positionevent", "documentevent", "decisionevent", "actionitemevent")
    ]
