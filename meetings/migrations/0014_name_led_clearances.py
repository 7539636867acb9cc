import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0013_documents")]

    operations = [
        migrations.AlterField(
            model_name="clearanceround",
            name="lead",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="led_clearances",
                to="partners.organisation",
                verbose_name="協議元",
            ),
        ),
    ]
