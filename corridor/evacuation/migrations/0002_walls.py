"""An evacuation case and a stay are seen with their person."""

from django.db import migrations

from corridor.kernel.walls import of_person


class Migration(migrations.Migration):
    dependencies = [("evacuation", "0001_initial"), ("people", "0002_walls")]
    operations = [
        migrations.RunSQL(of_person("evacuation_evacuationcase", "case")),
        migrations.RunSQL(of_person("evacuation_stay", "case")),
    ]
