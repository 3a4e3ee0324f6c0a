"""A list belongs to the organisation that uploaded it."""

from django.db import migrations

from corridor.kernel.walls import own


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("audit", "0002_walls")]
    operations = [migrations.RunSQL(own("exchange_peoplelist")), migrations.RunSQL(own("exchange_listrow"))]
