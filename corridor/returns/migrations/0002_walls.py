"""A return case is seen with its person; a consulate sees only its own requests, about people it may see."""

from django.db import migrations

from corridor.kernel.walls import of_person

CONSULAR = """
ALTER TABLE returns_consularrequest ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties ON returns_consularrequest FOR ALL
  USING (EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)
    AND (consulate_id = (SELECT authz.org()) OR EXISTS (SELECT 1 FROM returns_returncase c WHERE c.id = case_id)))
  WITH CHECK (EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id));
"""


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_initial"), ("people", "0002_walls")]
    operations = [
        migrations.RunSQL(statements)
        for statements in (of_person("returns_returncase", "case"), of_person("returns_counselling", "case"), [CONSULAR])
    ]
