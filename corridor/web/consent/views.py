"""Consents of a person: the cards, the form with the words read out, one press to withdraw, asking again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.access.roles import Permission
from corridor.consent import actions, queries
from corridor.consent.words import Purpose
from corridor.kernel.refusals import Refused
from corridor.people import queries as people
from corridor.web.people.presenters import person_frame
from corridor.web.shell import errors

from . import presenters
from .forms import GiveForm, ReconfirmForm


def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    frame = person_frame(request, person_id, active="consent")
    return render(request, "consent/person.html", frame | presenters.cards(request.actor, frame))


def give(request: HttpRequest, person_id: UUID, purpose: str) -> HttpResponse:
    if purpose not in list(Purpose):
        raise Http404
    frame = person_frame(request, person_id, active="consent")
    read = presenters.read_out(request.actor, purpose, request.GET.get("read", ""))
    form = GiveForm(request.POST or None, actor=request.actor, person=frame["person"], purpose=Purpose(purpose))
    if request.method == "POST" and form.is_valid():
        try:
            actions.give(request.actor, person_id, form.consent(read["text"]))
        except Refused as refused:
            errors.into_form(form, refused)
        else:
            messages.success(request, _("Written down. It can be withdrawn at any time, with one press."))
            return redirect("consent.person", person_id=person_id)
    return render(request, "consent/give.html", frame | read | {"form": form}, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """No question asked; back to where the card was."""
    person_id = actions.withdraw(request.actor, consent_id)
    messages.success(request, _("Withdrawn. It took effect at once and changes nothing in the help this person receives."))
    return redirect("consent.person", person_id=person_id) if request.actor.may(Permission.CONSENT_READ) else redirect("home")


@require_POST
def withdraw_travel(request: HttpRequest, person_id: UUID) -> HttpResponse:
    if actions.withdraw_travel(request.actor, person_id):
        messages.success(request, _("Withdrawn. It took effect at once and changes nothing in the help this person receives."))
    else:
        messages.info(request, _("There was no consent to travel to withdraw."))
    return redirect("consent.person", person_id=person_id) if request.actor.may(Permission.CONSENT_READ) else redirect("home")


def reconfirm(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    row = queries.consent(request.actor, consent_id)
    frame = person_frame(request, row.person_id, active="consent")
    form = ReconfirmForm(request.POST or None, person=frame["person"])
    if request.method == "POST" and form.is_valid():
        try:
            actions.reconfirm(request.actor, consent_id, **form.answers())
        except Refused as refused:
            errors.into_form(form, refused)
        else:
            messages.success(request, _("Confirmed again in private."))
            return redirect("consent.person", person_id=row.person_id)
    shown = {
        "form": form,
        "card": presenters.card(request.actor, row, frame["person"]),
        "text": queries.text(request.actor, row.text_id),
    }
    return render(request, "consent/reconfirm.html", frame | shown, status=422 if form.errors else 200)


def text(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The words that were read out for this consent, in the language they were read in."""
    row = queries.consent(request.actor, consent_id)
    people.require(request.actor, row.person_id)
    frame = person_frame(request, row.person_id, active="consent")
    return render(request, "consent/text.html", frame | {"text": queries.text(request.actor, row.text_id)})
