"""Wires the contexts at start and refuses to serve with rights that would switch row security off."""

import importlib
import importlib.util

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connection
from django.db.models.signals import post_migrate
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from corridor.engines.linkage.model import BadModel, in_use

UNSAFE_ROLE = """SELECT r.rolsuper OR r.rolbypassrls OR EXISTS (
    SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relrowsecurity) FROM pg_roles r WHERE r.rolname = current_user"""


GRANTS = """
GRANT USAGE ON SCHEMA public, authz TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public, authz TO {role};
REVOKE UPDATE, DELETE ON audit_entry, audit_block, audit_sealed FROM {role};
REVOKE INSERT, UPDATE, DELETE ON reporting_store FROM {role};
REVOKE INSERT ON audit_block, audit_sealed FROM {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
DO $$ DECLARE one regprocedure; BEGIN
  FOR one IN SELECT oid FROM pg_proc WHERE obj_description(oid, 'pg_proc') = 'internal' LOOP
    EXECUTE 'REVOKE EXECUTE ON FUNCTION ' || one || ' FROM {role}';
  END LOOP;
END $$;
SELECT authz.guard_joined();
"""


def grant_application_role(using: str, **kwargs: object) -> None:
    """After migrating: the application role may use the tables, owns none, and never changes the record of deeds."""
    role = conninfo_to_dict(settings.DATABASE_URL)["user"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == role:
            return
        cursor.execute(sql.SQL(GRANTS).format(role=sql.Identifier(str(role))).as_string(connection.connection))


class Config(AppConfig):
    name = "corridor.config"
    label = "config"

    def ready(self) -> None:
        """Listeners, readiness providers and jobs register themselves when imported."""
        post_migrate.connect(grant_application_role, sender=apps.get_app_config("access"))
        for app in apps.get_app_configs():
            if app.name.startswith("corridor."):
                for module in ("actions", "queries", "jobs"):
                    if importlib.util.find_spec(f"{app.name}.{module}"):
                        importlib.import_module(f"{app.name}.{module}")


@register()
def compares_by_a_known_model(app_configs: object, **kwargs: object) -> list[Error]:
    """A file named in CORRIDOR_LINKAGE_MODEL that cannot be used is said at start, not to whoever registers a person first."""
    try:
        in_use()
    except BadModel as refusal:
        return [Error(f"CORRIDOR_LINKAGE_MODEL: {refusal}", id="corridor.E003")]
    return []


@register(Tags.database)
def serves_as_application_role(app_configs: object, databases: list[str] | None = None, **kwargs: object) -> list[Error]:
    """Run by bin/run (`check --database default`): never serve as owner, superuser or with BYPASSRLS."""
    if not databases:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(UNSAFE_ROLE)
            unsafe = cursor.fetchone()[0]
    except DatabaseError:
        return [Error("The database cannot be reached. Start it, or set DATABASE_URL.", id="corridor.E002")]
    if unsafe:
        sentence = "Corridor does not serve as the database's owner or superuser: set DATABASE_URL to the application role."
        return [Error(sentence, id="corridor.E001")]
    return []


@register(Tags.database)
def compares_with_the_key_of_the_store(
    app_configs: object, databases: list[str] | None = None, **kwargs: object
) -> list[Warning]:
    """Run by bin/run: records sealed with another key are found by no duplicate check until they are written anew."""
    if not databases:
        return []
    from corridor.people.queries import sealing

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT authz.match_sealed(%s)", [sealing.sign()])
            alike = cursor.fetchone()[0]
    except DatabaseError:
        return []  # not there or not migrated: said by others
    if alike:
        return []
    sentence = (
        "Some records were prepared for the duplicate check with another key and are not found: run bin/corridor match rebuild."
    )
    return [Warning(sentence, id="corridor.W001")]
