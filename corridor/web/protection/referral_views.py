"""Referrals between organisations: the queue of both sides, one referral with its steps, a new one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from corridor.kernel.refusals import Refused
from corridor.protection import actions, queries
from corridor.protection.lifecycle import REFERRAL
from corridor.web.people.presenters import person_frame
from corridor.web.shell import asked, errors

from . import presenters
from .forms import ProposeForm

STEPS = {verb: getattr(actions, verb) for verb in REFERRAL.steps}


def queue(request: HttpRequest) -> HttpResponse:
    """Open ones by the day the answer is due; closed ones by when they were closed."""
    return render(request, "protection/referrals.html", presenters.queue(request, closed=request.GET.get("view") == "closed"))


def referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One referral. A step is a POST; a step that is refused comes back with its sentences."""
    row = queries.referral(request.actor, referral_id)
    refused = None
    if request.method == "POST":
        try:
            _take(request, row)
        except Refused as refusal:
            refused = errors.sentences(refusal)
        else:
            messages.success(request, _("Done. Both organisations see it."))
            return redirect("protection.referral", referral_id=row.id)
    shown = presenters.referral(request.actor, row) | {"refused": refused}
    return render(request, "protection/referral.html", shown, status=422 if refused else 200)


def _take(request: HttpRequest, row: queries.ReferralRow) -> None:
    verb = request.POST.get("step", "")
    if verb not in STEPS:
        raise Http404
    version = asked.a_number(request.POST.get("version"))
    given = {"version": row.version if version is None else version}
    if verb in presenters.WITH_REASON:
        given["reason"] = request.POST.get("reason", "")
    STEPS[verb](request.actor, row.id, **given)


def propose(request: HttpRequest, person_id: UUID) -> HttpResponse:
    frame = person_frame(request, person_id, active="protection")
    form = ProposeForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose_referral(request.actor, person_id, **form.answers())
        except Refused as refusal:
            errors.into_form(form, refusal)
        else:
            messages.success(request, _("Proposed. The person decides whether it is sent."))
            return redirect("protection.referral", referral_id=made)
    texts = {
        "title": _("Propose a referral"),
        "note": _("From now on no State may see this person, and a return rests, until the answer is told."),
        "save": _("Propose it"),
    }
    return render(request, "protection/form.html", frame | texts | {"form": form}, status=422 if form.errors else 200)
