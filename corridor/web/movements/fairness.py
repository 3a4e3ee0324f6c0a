"""Who waits, who travelled, and whether that differs by who people are: with denominators, and a file of the same rows."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from corridor.access.roles import Permission as P
from corridor.access.words import OrganisationKind
from corridor.audit import actions as audit
from corridor.consent.words import Pathway
from corridor.kernel import clock
from corridor.movements.queries import fairness as queries
from corridor.movements.rules.fairness import MEANS
from corridor.web.people.forms import choices
from corridor.web.shell import formats

from . import fairness_words as words
from .forms import PATHWAYS, day_field
from .outputs import book, xlsx

YEAR = timedelta(days=365)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class FairnessForm(forms.Form):
    """Everything in the address, so that a view can be shared."""

    pathway = forms.ChoiceField(label=gettext_lazy("Pathway"), required=False, choices=lambda: choices(PATHWAYS))
    since = day_field(gettext_lazy("Travelled since"), required=False)

    def asked(self, actor: Any) -> tuple[str, date]:
        """Whom the organisation moves, and a year, unless somebody asks otherwise."""
        said = self.cleaned_data if self.is_valid() else {}
        usual = Pathway.EVACUATION if actor.organisation_kind == OrganisationKind.UNHCR_OPERATION else Pathway.VHR
        return said.get("pathway") or str(usual), said.get("since") or clock.today() - YEAR


def fairness(request: HttpRequest) -> HttpResponse:
    actor, form = request.actor, FairnessForm(request.GET)
    pathway, since = form.asked(actor)
    found = queries.fairness(actor, pathway, since)
    plan = queries.plan_fairness(actor)
    cuts = words.cuts(found)
    context = {
        "form": FairnessForm(initial={"pathway": pathway, "since": since}) if form.is_valid() else form,
        "found": found,
        "pathway": _(Pathway(pathway).label),
        "whole": words.cells(found.whole, _("Everybody")),
        "headings": [_(text) for text in words.HEADINGS],
        "cuts": cuts,
        "longer": [(cut["title"], row["cells"][0], row["group"]) for cut in cuts for row in cut["rows"] if row["stands_out"]],
        "plan": plan,
        "longest": queries.longest_waiting(actor, pathway, (get_language() or "en")[:2]),
        "may_see": actor.may(P.PERSON_READ) and found.own,
        "may_policy": any(actor.may(one) for one in (P.PLAN_MAKE, P.POLICY_APPROVE)),
        "means": [_(text) for text in MEANS],
        "query": f"pathway={pathway}&since={since.isoformat()}",
    }
    return render(request, "movements/policy/fairness.html", context, status=200 if form.is_valid() else 422)


def download(request: HttpRequest, form: str) -> HttpResponse:
    """The table of the page. Counts only, withheld as on the page; who took it is on record."""
    pathway, since = FairnessForm(request.GET).asked(request.actor)
    found = queries.fairness(request.actor, pathway, since)
    writers = {"csv": (_csv, "text/csv; charset=utf-8"), "xlsx": (_xlsx, xlsx.KIND)}
    if form not in writers:
        raise Http404
    write, kind = writers[form]
    audit.record(request.actor, "movements.fairness.export", pathway=pathway, since=since, own=found.own, format=form)
    name = f"corridor-waiting-{pathway}-{found.day.isoformat()}.{form}"
    return HttpResponse(write(found), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _csv(found: queries.Fairness) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    for row in [*([[term, text] for term, text in _facts(found)]), [], words.headings(), *words.table(found)]:
        writer.writerow([f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(found: queries.Fairness) -> bytes:
    sheet = book.Sheet(_("Groups"), words.headings(), words.table(found), _("Nobody waits and nobody travelled."))
    return book.write(_("Waiting and travel by group"), _facts(found), [sheet], settings.SYNTHETIC)


def _facts(found: queries.Fairness) -> list[tuple[str, str]]:
    """Provenance: whom, since, as of, source."""
    whose: Any = (
        _("People registered by this organisation") if found.own else _("People of all organisations; small groups withheld")
    )
    return [
        (_("Pathway"), _(Pathway(found.pathway).label)),
        (_("Travelled since"), formats.day(found.since)),
        (_("Waiting as of"), formats.day(found.day)),
        (_("Whose records"), whose),
    ]
