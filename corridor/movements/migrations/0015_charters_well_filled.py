"""From which share of its seats on a charter is commissioned is the programme's policy too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("movements", "0014_which_day_was_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="least_fill",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
