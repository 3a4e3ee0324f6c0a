"""Pages of the shell itself: the gallery of components, the list of keys, and the answer to a form that came too late."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.web.shell import gallery as examples


def gallery(request: HttpRequest) -> HttpResponse:
    """One example of every component, with invented people only."""
    return render(request, "shell/gallery.html", {**examples.context(), "components": examples.COMPONENTS})


def keyboard(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/keyboard.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or the step did not come from it. Nothing was changed."""
    return render(request, "403_csrf.html", status=403)
