"""Row security of movements. A seat is seen with its person, and by the operator of its flight through a movement share."""

from django.db import migrations

from corridor.kernel.walls import append_only, of_person, own

COPIES = """
ALTER TABLE movements_seat ADD CONSTRAINT movements_seat_consent_copied_truly
  FOREIGN KEY (consent_id, person_id, consent_valid_until) REFERENCES consent_consent (id, person_id, valid_until);
ALTER TABLE movements_seat ADD CONSTRAINT movements_seat_flight_copied_truly
  FOREIGN KEY (flight_id, departs_on, pathway) REFERENCES movements_flight (id, departs_on, pathway) ON UPDATE CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("movements", "0001_initial"), ("consent", "0002_walls"), ("protection", "0002_walls")]
    operations = [
        migrations.RunSQL(statements)
        for statements in (
            of_person("movements_seat", "travel"),
            of_person("movements_exitclearance", "travel"),
            of_person("movements_fittotravel", "travel"),
            of_person("movements_healthnote", "medical"),
            of_person("movements_assistance", "travel"),
            of_person("movements_partymember", "travel"),
            of_person("movements_manifestline", "travel"),
            of_person("movements_reception", "travel"),
            own("movements_travelparty"),
            own("movements_plan"),
            append_only("movements_manifest"),
            append_only("movements_manifestline"),
            append_only("movements_fittotravel"),
            [COPIES],
        )
    ]
