"""The database's own share of the record: who acts (schema authz), digests, seals, and that nothing is ever changed."""

from django.db import migrations

from corridor.kernel.walls import append_only

AUTHZ = """
CREATE SCHEMA IF NOT EXISTS authz;
CREATE OR REPLACE FUNCTION authz.org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.org', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION authz.staff() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.staff', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION authz.kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('app.kind', true), '') $$;
CREATE OR REPLACE FUNCTION authz.purpose() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('app.purpose', true), '') $$;
CREATE OR REPLACE FUNCTION authz.append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;
GRANT USAGE ON SCHEMA authz TO PUBLIC;
"""

DIGEST = """
CREATE FUNCTION audit_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.xid := pg_current_xact_id()::text::bigint;
  NEW.digest := sha256(convert_to(array_to_string(ARRAY[
    NEW.id::text, NEW.xid::text, ((extract(epoch FROM date_trunc('second', NEW.at))::bigint * 1000000) + (extract(microseconds FROM NEW.at)::bigint % 1000000))::text,
    NEW.organisation_id::text, NEW.staff_id::text, NEW.job, NEW.verb, NEW.thing_id::text, NEW.person_id::text,
    NEW.category, NEW.reason, NEW.source, NEW.purpose, NEW.detail], E'\\x1f', ''), 'UTF8'));
  RETURN NEW;
END $$;
CREATE TRIGGER audit_entry_digest BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_digest();
"""

SEAL = """
CREATE FUNCTION audit_seal(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE prev bytea; count_ integer; block bigint; running bytea;
BEGIN
  IF NOT pg_try_advisory_xact_lock(4717001) THEN RETURN 0; END IF;
  SELECT hash INTO prev FROM audit_block ORDER BY id DESC LIMIT 1;
  prev := coalesce(prev, decode(repeat('00', 32), 'hex'));
  CREATE TEMP TABLE sealing ON COMMIT DROP AS
    SELECT e.id, e.digest FROM audit_entry e LEFT JOIN audit_sealed s ON s.entry_id = e.id
    WHERE s.entry_id IS NULL AND e.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint ORDER BY e.id LIMIT most;
  SELECT count(*), sha256(prev || coalesce(string_agg(digest, ''::bytea ORDER BY id), ''::bytea)) INTO count_, running FROM sealing;
  IF count_ = 0 THEN DROP TABLE sealing; RETURN 0; END IF;
  INSERT INTO audit_block (sealed_at, entries, previous, hash) VALUES (now(), count_, prev, running) RETURNING id INTO block;
  INSERT INTO audit_sealed (entry_id, block_id) SELECT id, block FROM sealing;
  DROP TABLE sealing;
  RETURN count_;
END $$;
"""

POLICIES = """
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY reads ON audit_entry FOR SELECT USING (organisation_id = (SELECT authz.org()) OR (SELECT authz.purpose()) = 'system');
CREATE POLICY writes ON audit_entry FOR INSERT WITH CHECK (
  organisation_id IS NOT DISTINCT FROM (SELECT authz.org()) AND staff_id IS NOT DISTINCT FROM (SELECT authz.staff()));
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(statements)
        for statements in (
            [AUTHZ, DIGEST],
            append_only("audit_entry"),
            append_only("audit_block"),
            append_only("audit_sealed"),
            [SEAL, POLICIES],
        )
    ]
