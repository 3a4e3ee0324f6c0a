"""Signing in, locking after idling, unlocking with a short number, language, profile."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.access import actions, queries
from corridor.access.roles import Permission
from corridor.kernel.actor import acting

from .forms import ProfileForm, SignInForm, UnlockForm

UNLOCK_TRIES = 3


def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        actor = queries.actor_for(form.get_user())
        with acting(actor):
            actions.record_sign_in(actor)
        return redirect(_next(request) or _first_page(actor))
    return render(request, "access/login.html", {"form": form, "next": _next(request)}, status=422 if form.errors else 200)


def locked_out(request: HttpRequest, credentials: dict, *args: object, **kwargs: object) -> HttpResponse:
    """Called after too many tries: says so, and when it ends; the login itself is not repeated."""
    return render(request, "access/locked_out.html", {"minutes": int(settings.AXES_COOLOFF_TIME * 60)}, status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.actor:
        actions.record_sign_out(request.actor)
    logout(request)
    return redirect("access.login")


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    request.session["locked"] = True
    request.session["unlock_tries"] = 0
    request.session["locked_from"] = request.POST.get("next", "")[:500]
    return redirect("access.unlock")


def unlock(request: HttpRequest) -> HttpResponse:
    """After three wrong tries the session ends; nothing that was saved is lost."""
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.unlocks(request.actor, form.cleaned_data["pin"]):
            request.session["locked"] = False
            target = request.session.pop("locked_from", "")
            safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
            return redirect(target if target and safe else _first_page(request.actor))
        request.session["unlock_tries"] = request.session.get("unlock_tries", 0) + 1
        if request.session["unlock_tries"] >= UNLOCK_TRIES:
            logout(request)
            messages.info(request, _("Three wrong tries: please sign in again."))
            return redirect("access.login")
        form.add_error("pin", _("That is not your unlock number or password. Try again."))
    return render(request, "access/unlock.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("language", "")
    response = HttpResponseRedirect(_next(request) or "/")
    if code in dict(settings.LANGUAGES):
        if request.actor:
            staff = request.user
            actions.set_preferences(request.actor, language=code, theme=staff.theme, single_keys=staff.single_keys)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 86400, samesite="Lax", httponly=True)
    return response


def profile(request: HttpRequest) -> HttpResponse:
    staff = request.user
    initial = {"language": staff.language, "theme": staff.theme, "single_keys": staff.single_keys}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_preferences(request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("access.profile")
    return render(request, "access/profile.html", {"form": form}, status=422 if form.errors else 200)


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()) else ""


def _first_page(actor: object) -> str:
    if actor.may(Permission.CONSULAR_ANSWER) and not actor.may(Permission.PERSON_SEARCH):
        return reverse("returns.consular_queue")
    if not actor.may(Permission.PERSON_SEARCH):
        return reverse("reporting.figures")
    return reverse("home")
