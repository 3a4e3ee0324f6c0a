"""Colleagues and their roles: a supervisor adds, grants, ends. A first password is shown once, on the page that answers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.access import actions, queries
from corridor.access.roles import Role
from corridor.kernel.refusals import Refused
from corridor.web.shell import errors

from .forms import DeedForm, StaffForm


def staff(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    form = StaffForm(request.POST or None, queries.offices(actor))
    shown = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        new = actions.NewStaff(
            data["login"], data["name"], data["role"], data["language"], UUID(data["office"]) if data["office"] else None
        )
        try:
            _id, password = actions.add_staff(actor, new)
            shown, form = (new.login.strip().lower(), password), StaffForm(None, queries.offices(actor))
        except Refused as refused:
            errors.into_form(form, refused)
    context = {"form": form, "rows": queries.colleagues(actor), "roles": list(Role), "shown": shown, "me": actor.staff_id}
    return render(request, "access/staff.html", context, status=422 if form.errors else 200)


@require_POST
def change(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    form = DeedForm(request.POST)
    if not form.is_valid():
        raise Http404
    deed, role = form.cleaned_data["deed"], form.cleaned_data["role"]
    if deed == "password":
        password = actions.new_password(request.actor, staff_id)
        messages.info(request, _("New password, shown once: %(password)s") % {"password": password})
    elif deed in ("activate", "deactivate"):
        actions.set_active(request.actor, staff_id, deed == "activate")
    elif role:
        (actions.grant_role if deed == "grant" else actions.end_role)(request.actor, staff_id, role)
    return redirect("access.staff")
