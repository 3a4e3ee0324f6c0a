"""Documents are true: generated ones are fresh, the glossary knows every table's word, templates are used."""

import re
from pathlib import Path

from django.apps import apps

from corridor.config import docs

ROOT = Path(__file__).resolve().parents[2]


def test_generated_documents_are_fresh():
    assert docs.main(["--check"]) == 0


def test_the_glossary_has_a_line_for_every_table():
    glossary = (ROOT / "docs/glossary.md").read_text()
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("corridor.")}

    assert {name for name in models if f"`{name}`" not in glossary} == set()


def test_links_between_documents_lead_somewhere():
    broken = []
    for file in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text()):
            if not (file.parent / target).exists():
                broken.append(f"{file.name}: {target}")

    assert broken == []


def test_every_template_is_used():
    code = "\n".join(file.read_text() for file in (ROOT / "corridor").rglob("*.py"))
    templates = sorted((ROOT / "corridor").glob("web/*/templates/**/*.html"))
    texts = {file: file.read_text() for file in templates}
    called_by_django = {"403.html", "400.html", "404.html", "500.html", "409.html", "422.html", "403_csrf.html"}
    unused = []
    for file in templates:
        name = str(file.relative_to(next(parent for parent in file.parents if parent.name == "templates")))
        elsewhere = "\n".join(text for other, text in texts.items() if other != file)
        named = re.search(rf"[\"',]{re.escape(name)}[\"',]", code + elsewhere)  # with a comma: one of two, by yesno
        if name not in called_by_django and not named:
            unused.append(name)

    assert unused == []
