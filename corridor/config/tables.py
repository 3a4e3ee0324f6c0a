"""docs/data.md from what is really there: tables from the models, walls from the policies that migrations write.

What a table holds is said by its model, else by the glossary. A policy without words here stops the document: a new kind of
wall is explained when it is built, or bin/check fails.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.apps import AppConfig, apps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL
from django.db.models import Field, Model

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"

# Tables without row security, each with the reason why that harms nobody (tests/house/test_tables.py demands one).
OPEN_TABLES = {
    "access_organisation": "organisations are known to every partner",
    "access_office": "offices are known to every partner",
    "access_staff": "read before anybody is known, at sign-in; holds staff, nobody under care",
    "access_grant": "roles of staff, read at sign-in",
    "access_apitoken": "digests of tokens, read before anybody is known",
    "places_site": "sites are known to every partner; no coordinates are kept",
    "places_sitename": "spellings of sites",
    "reporting_store": "one row: whether this store is synthetic",
    "places_capacity": "capacities under agreements",
    "consent_consenttext": "texts read out to everybody",
    "protection_advisory": "about countries, not persons",
    "movements_flight": "flights hold no person",
    "movements_stop": "stops hold no person",
    "movements_clearance": "clearances of flights",
    "movements_escort": "staff who travel along, named on manifests",
    "movements_manifest": "heads of manifests; the lines have walls",
    "audit_block": "hashes",
    "audit_sealed": "numbers of entries and blocks",
}
# Walls that are not one of the two usual ones, in words.
WALLS = {
    ("people_person", "sees"): "read by the owner and by whoever holds a live share",
    ("people_person", "adds"): "added for one's own organisation only",
    ("people_person", "changes"): "changed by the owner only",
    ("people_person", "shield"): "never by a consulate or government while a shield lives",
    ("people_share", "mine"): "seen by giver and receiver",
    ("people_share", "gives"): "given by the owner, or passed on by a receiver within what it was given",
    ("people_share", "ends"): "ended by giver or receiver, never widened",
    ("people_share", "live_for_states"): "a consulate or government never sees one that has ended",
    ("people_notsame", "sees"): "read and written by whoever sees both persons",
    ("people_match", "nobody"): "read and written by the database's own functions only, walls inside them",
    ("people_matchkey", "nobody"): "read and written by the database's own functions only, walls inside them",
    ("duplicates_pair", "both_seen"): "read by whoever sees both persons; never a State, donor or carrier",
    ("duplicates_pair", "both_noted"): "noted by whoever sees both",
    ("duplicates_pair", "both_decided"): "decided by whoever sees both",
    ("duplicates_decision", "with_pair"): "read with the pair",
    ("duplicates_decision", "own_word"): "added in the name of whoever decides",
    ("duplicates_merge", "of_holders"): "read by the organisations that hold one of the two records",
    ("duplicates_merge", "proposed"): "proposed by whoever sees both; joined and taken apart by the database's own function only",
    ("duplicates_merge", "answered"): "answered by a supervisor of an organisation that holds one of the two",
    ("duplicates_ask", "of_both"): "read by the organisation that asks and the one that is asked",
    ("duplicates_ask", "answered"): "answered by the one that is asked; made by the database's own function only",
    ("duplicates_move", "nobody"): "read and written by the database's own functions only",
    ("people_family", "seen"): "also read by whoever sees one of its members",
    ("people_document", "not_for_states"): "never a consulate or government",
    ("people_registration", "not_for_states"): "never a consulate or government",
    ("people_photo", "agreed_for_states"): "a consulate only where the person agreed to the photo, in an open request",
    ("protection_referral", "sees"): "read by the sender, and by the receiver once it is sent",
    ("protection_referral", "proposes"): "proposed by the sender, about a person it sees",
    ("protection_referral", "answers"): "changed by the sender, and by the receiver once it is sent",
    ("returns_consularrequest", "asks"): "whoever sees the return case",
    ("returns_consularrequest", "answers"): "the consulate asked reads it while it is open and the person shared",
    ("audit_entry", "reads"): "read by the organisation that acted, and by jobs of the system",
    ("audit_entry", "writes"): "added only in the name of whoever acts",
}
POLICY = re.compile(r"(CREATE|DROP) POLICY (\w+) ON (\w+)([^;]*)")
USUAL = ("sees", "adds", "changes", "removes")


def data(preface: str) -> str:
    """The document: what was written by hand, then one part for each context with its picture and its tables."""
    walls, glossary = policies(), meanings()
    parts = [preface]
    for app in apps.get_app_configs():
        models = [model for model in app.get_models() if app.name.startswith("corridor.")]
        if models:
            parts += [f"## {app.label}\n", diagram(app, models), "| table | holds | wall |", "| --- | --- | --- |"]
            parts += [f"| `{one._meta.db_table}` | {holds(one, glossary)} | {wall(one, walls)} |" for one in models]
            parts.append("")
    bare = sorted(set(OPEN_TABLES) - {model._meta.db_table for model in apps.get_models()})
    parts += ["## Tables that only the database itself writes\n", "| table | open, because |", "| --- | --- |"]
    return "\n".join([*parts, *(f"| `{name}` | {OPEN_TABLES[name]} |" for name in bare), ""])


def policies() -> dict[str, dict[str, str]]:
    """Table → policy → its SQL, as it stands after all migrations."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    done: set[tuple[str, str]] = set()
    for leaf in sorted(loader.graph.leaf_nodes()):
        for key in loader.graph.forwards_plan(leaf):
            if key not in done:
                done.add(key)
                for operation in loader.graph.nodes[key].operations:
                    for deed, name, table, rule in POLICY.findall(_sql(operation)):
                        if deed == "CREATE":
                            found[table][name] = rule
                        else:
                            del found[table][name]
    return found


def _sql(operation: object) -> str:
    if not isinstance(operation, RunSQL):
        return ""
    return operation.sql if isinstance(operation.sql, str) else ";\n".join(str(one) for one in operation.sql)


def wall(model: type[Model], walls: dict[str, dict[str, str]]) -> str:
    table = model._meta.db_table
    if table not in walls:
        return f"open: {OPEN_TABLES[table]}"
    return "; ".join(_said(table, walls[table]))


def _said(table: str, mine: dict[str, str]) -> Iterator[str]:
    category = re.search(r"'(\w+)' = ANY\(s\.categories\)", mine.get("sees", ""))
    if category:
        yield f"of a person: the owner, or a live share of **{category[1]}**"
    for name in mine:
        if name == "own":
            yield "of the organisation that wrote it"
        elif not (category and name in USUAL):
            if (table, name) not in WALLS:
                raise LookupError(f"Say in WALLS of corridor/config/tables.py what the policy {name} on {table} means.")
            yield WALLS[table, name]


def meanings() -> dict[str, str]:
    """Model → what the glossary says about it."""
    found = {}
    for line in GLOSSARY.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for name in re.findall(r"`(\w+)`", cells[1]) if len(cells) == 3 else ():
            found[name] = cells[2] or cells[0]
    return found


def holds(model: type[Model], glossary: dict[str, str]) -> str:
    says = (model.__doc__ or "").strip().splitlines()[0]
    return glossary[model.__name__] if says.startswith(f"{model.__name__}(") else says.replace("|", "/")


def diagram(app: AppConfig, models: list[type[Model]]) -> str:
    """Mermaid: the context's tables with their fields, and what they point to elsewhere by name only."""
    lines = ["```mermaid", "erDiagram"]
    for model in models:
        lines.append(f"  {model.__name__} {{")
        lines += [f"    {_type(field)} {field.column}{_key(field)}" for field in model._meta.concrete_fields]
        lines.append("  }")
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model:
                one, many = "|o" if field.null else "||", "o|" if field.one_to_one else "o{"
                lines.append(f'  {field.related_model.__name__} {one}--{many} {model.__name__} : "{field.name}"')
    return "\n".join([*lines, "```\n"])


def _type(field: Field) -> str:
    return field.get_internal_type().removesuffix("Field").lower()


def _key(field: Field) -> str:
    return " PK" if field.primary_key else " FK" if field.is_relation else ""
