"""Refusals for people: the action's own sentences, translated, in a form, in a swapped fragment or as a page."""

from typing import Any
from urllib.parse import urlsplit

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from corridor.kernel.refusals import Reason, Refused

from . import formats


def sentence(reason: Reason) -> str:
    """The reason in the reader's language."""
    text = gettext(reason.text)
    return text % {key: _plain(value) for key, value in reason.params.items()} if reason.params else text


def sentences(refusal: Refused) -> list[str]:
    return [sentence(reason) for reason in refusal.reasons]


def into_form(form: Form, refusal: Refused) -> None:
    """Each reason at its field when it names one of the form's, else above the form."""
    for reason in refusal.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, sentence(reason))


def refused(request: HttpRequest, refusal: Refused, status: int = 422) -> HttpResponse:
    return render(request, f"{status}.html", {"reasons": sentences(refusal), "back_url": _came_from(request)}, status=status)


def _came_from(request: HttpRequest) -> str:
    """The page of ours whose form was sent, for the way back."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", {}, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", {}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", {}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", {}, status=500)


def _plain(value: Any) -> Any:
    return formats.day(value) if hasattr(value, "isoformat") else value
