"""The table's word on what people decided: what a policy can weigh at all, that an approved version stays as approved, and one limit
for a place and day."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

# Names that a policy may hold. Whoever somebody is has no name here (INV-18), whatever Python would say.
CLAIMS = """
ALTER TABLE movements_policy ADD CONSTRAINT movements_policy_weighs_only_claims CHECK (
  weights - ARRAY['base', 'waiting', 'age', 'band', 'service', 'presses'] = '{}'
  AND (weights -> 'waiting') - ARRAY['day', 'most'] = '{}'
  AND (weights -> 'age') - ARRAY['child', 'infant', 'child_alone'] = '{}'
  AND (weights -> 'band') - ARRAY['low', 'medium', 'high', 'critical'] = '{}'
  AND (weights -> 'service') - ARRAY['stretcher', 'medical_escort', 'oxygen', 'wheelchair', 'child_escort'] = '{}'
  AND (weights -> 'presses') - ARRAY['band', 'service'] = '{}'
  AND NOT jsonb_path_exists(floors, '$[*].keyvalue() ? (@.key != "group" && @.key != "persons")'))
"""

KEPT = """
CREATE FUNCTION movements_policy_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(OLD) - ARRAY['state', 'approved_at', 'approved_by_id']
       IS DISTINCT FROM to_jsonb(NEW) - ARRAY['state', 'approved_at', 'approved_by_id']
     OR (OLD.approved_at IS NOT NULL AND (OLD.approved_at, OLD.approved_by_id) IS DISTINCT FROM (NEW.approved_at, NEW.approved_by_id)) THEN
    RAISE EXCEPTION 'a version of the policy stays as it was written' USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_policy_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER movements_policy_stays BEFORE UPDATE OR DELETE ON movements_policy FOR EACH ROW EXECUTE FUNCTION movements_policy_stays();
"""

DAYS = models.Func(
    models.F("first"),
    models.F("last"),
    models.Value("[]"),
    function="daterange",
    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
)


class Migration(migrations.Migration):
    dependencies = [("movements", "0008_cut_places")]
    operations = [
        migrations.AddConstraint(
            model_name="limit",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                name="movements_limit_one_for_a_day",
                expressions=[("organisation", "="), ("kind", "="), ("site", "="), (DAYS, "&&")],
                condition=models.Q(("ended_at__isnull", True)),
            ),
        ),
        *[migrations.RunSQL([part]) for part in (CLAIMS, KEPT)],
    ]
