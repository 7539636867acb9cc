from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0005_steps_after_a_deadline")]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ahead", "開催前のお知らせ"),
                    ("moved", "日程の変更"),
                    ("retimed", "時刻の変更"),
                    ("postponed", "延期"),
                    ("cancelled", "中止"),
                    ("restored", "開催の決定"),
                    ("opened", "依頼"),
                    ("urged", "催促"),
                ],
                max_length=10,
            ),
        ),
    ]
