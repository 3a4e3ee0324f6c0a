"""Gathering and transit sites: how full they are and will be, and who of the people one may see lives there."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.kernel.refusals import NotFound

from . import presenters


def sites(request: HttpRequest) -> HttpResponse:
    return render(request, "evacuation/sites.html", {"sites": presenters.sites(request.actor)})


def site(request: HttpRequest, site_id: UUID) -> HttpResponse:
    context = presenters.site_page(request.actor, site_id)
    if not context:
        raise NotFound("site")
    return render(request, "evacuation/site.html", context)
