"""Pairs are for those who see both records and for no State; who was joined is known to whoever sees one of the two.

Whether two records are joined, and which rows were moved, is written by the owner's functions only (migration 0003).
"""

from django.db import migrations

from corridor.kernel.walls import append_only

HELPERS = "(SELECT authz.kind()) NOT IN ('consulate', 'government', 'donor', 'carrier', 'taskforce')"


def sees(column: str) -> str:
    return f"EXISTS (SELECT 1 FROM people_person p WHERE p.id = {column})"


BOTH = f"{HELPERS} AND {sees('first_id')} AND {sees('second_id')}"
EITHER = f"{HELPERS} AND ({sees('keeper_id')} OR {sees('other_id')})"
MINE = "organisation_id = (SELECT authz.org()) AND by_id = (SELECT authz.staff())"

WALLS = f"""
ALTER TABLE duplicates_pair ENABLE ROW LEVEL SECURITY;
CREATE POLICY both_seen ON duplicates_pair FOR SELECT USING ({BOTH});
CREATE POLICY both_noted ON duplicates_pair FOR INSERT WITH CHECK ({BOTH});
CREATE POLICY both_decided ON duplicates_pair FOR UPDATE USING ({BOTH}) WITH CHECK ({BOTH});

ALTER TABLE duplicates_decision ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_pair ON duplicates_decision FOR SELECT USING (EXISTS (SELECT 1 FROM duplicates_pair d WHERE d.id = pair_id));
CREATE POLICY own_word ON duplicates_decision FOR INSERT
  WITH CHECK ({MINE} AND EXISTS (SELECT 1 FROM duplicates_pair d WHERE d.id = pair_id));

ALTER TABLE duplicates_merge ENABLE ROW LEVEL SECURITY;
CREATE POLICY either_seen ON duplicates_merge FOR SELECT USING ({EITHER});
CREATE POLICY proposed ON duplicates_merge FOR INSERT
  WITH CHECK ({MINE} AND status = 'proposed' AND {HELPERS} AND {sees("keeper_id")} AND {sees("other_id")});
CREATE POLICY answered ON duplicates_merge FOR UPDATE USING ({EITHER}) WITH CHECK ({EITHER});

ALTER TABLE duplicates_move ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_merge ON duplicates_move FOR SELECT USING (EXISTS (SELECT 1 FROM duplicates_merge m WHERE m.id = merge_id));
"""


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0001_initial"), ("people", "0009_states_learn_nothing")]
    operations = [migrations.RunSQL([WALLS]), migrations.RunSQL(append_only("duplicates_decision"))]
