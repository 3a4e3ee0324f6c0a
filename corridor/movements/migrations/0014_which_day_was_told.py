"""Which day people were told: after a delay it differs from the flight's, and somebody must call again."""

from django.db import migrations, models

KNOWN = "UPDATE movements_seat SET told_day = departs_on WHERE status = 'confirmed' AND told_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("movements", "0013_how_fair_it_came_out")]
    operations = [
        migrations.AddField("seat", "told_day", models.DateField(null=True)),
        migrations.RunSQL([KNOWN], migrations.RunSQL.noop),
    ]
