"""What a record may not show after two were joined: asked by the function that joins (authz.join_faults), which then refuses."""

from django.db import migrations

FAULTS = """
CREATE FUNCTION reporting_joined_faults(person uuid) RETURNS text[] LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT array_remove(ARRAY[
    CASE WHEN EXISTS (SELECT 1 FROM movements_seat s WHERE s.person_id = person AND s.status = 'boarded') THEN 'aboard' END,
    CASE WHEN EXISTS (SELECT 1 FROM movements_seat s WHERE s.person_id = person AND s.status IN ('departed', 'arrived')
      AND cardinality(movements_boarding_faults_unasked(s.id, s.boarded_at)) > 0) THEN 'journey' END,
    CASE WHEN EXISTS (SELECT 1 FROM movements_seat s WHERE s.person_id = person AND s.status IN ('departed', 'arrived')
      GROUP BY s.departs_on HAVING count(*) > 1) THEN 'same_day' END,
    CASE WHEN EXISTS (SELECT 1 FROM returns_returncase r WHERE r.person_id = person AND r.closed_on IS NULL)
      AND EXISTS (SELECT 1 FROM evacuation_evacuationcase e WHERE e.person_id = person AND e.closed_on IS NULL) THEN 'two_ways' END,
    CASE WHEN EXISTS (SELECT 1 FROM people_outcome o JOIN movements_seat s ON s.person_id = o.person_id WHERE o.person_id = person
      AND o.kind IN ('deceased', 'disappeared') AND s.status IN ('departed', 'arrived') AND s.departs_on > o."on") THEN 'outcome' END,
    CASE WHEN EXISTS (SELECT 1 FROM movements_seat s JOIN people_person p ON p.id = s.person_id WHERE s.person_id = person AND s.lap_infant
      AND s.status IN ('standby', 'held', 'confirmed', 'boarded')
      AND (p.birth_date IS NULL OR p.birth_date <= s.departs_on - interval '2 years')) THEN 'infant' END], NULL)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0002_one_kind_of_store"),
        ("duplicates", "0004_joining"),
        ("movements", "0005_boarding"),
        ("evacuation", "0008_guarded_functions"),
        ("returns", "0004_consular_wall"),
    ]
    operations = [migrations.RunSQL([FAULTS], ["DROP FUNCTION reporting_joined_faults(uuid)"])]
