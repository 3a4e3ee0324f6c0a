"""A party that is part of a family says who agreed; a seat remembers the press that boarded it; health notes are never edited."""

from django.db import migrations, models
from django.db.models import Q

from corridor.kernel.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("movements", "0002_walls")]
    operations = [
        migrations.AddField("travelparty", "split_agreed", models.BooleanField(default=False)),
        migrations.AddField(
            "travelparty", "split_reason", models.CharField(blank=True, default="", max_length=300), preserve_default=False
        ),
        migrations.AddField("seat", "board_key", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
        migrations.AddConstraint(
            "travelparty",
            models.CheckConstraint(
                condition=Q(split_agreed=False) | ~Q(split_reason=""), name="movements_travelparty_split_has_reason"
            ),
        ),
        migrations.RunSQL(append_only("movements_healthnote")),
    ]
