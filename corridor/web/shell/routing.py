"""Every address declares what it needs: `page("flights/<uuid:flight_id>/", views.flight, "movements.flight", needs=P.FLIGHT_READ)`.

`needs=PUBLIC` for nobody signed in, `needs=ANYONE` for anybody signed in. A house test walks all addresses.
A missing permission answers 404: missing and forbidden look the same. A letter that no table keeps (NUL) answers 400.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path

from corridor.access.roles import Permission

PUBLIC = "public"
ANYONE = "anyone"


def page(
    route: str, view: Callable[..., HttpResponse], name: str, *, needs: Permission | str | tuple[Permission, ...]
) -> URLPattern:
    """`needs` as a tuple: any one of them opens the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = getattr(request, "actor", None)
        wanted = needs if isinstance(needs, tuple) else (needs,)
        if needs not in (PUBLIC, ANYONE) and not (actor and any(actor.may(str(one)) for one in wanted)):
            raise Http404
        if _unreadable(request.GET) or _unreadable(request.POST):
            raise BadRequest
        return view(request, *args, **kwargs)

    guarded.needs = needs  # type: ignore[attr-defined]
    return path(route, login_not_required(guarded) if needs == PUBLIC else guarded, name=name)


def _unreadable(sent: QueryDict) -> bool:
    return any("\x00" in text for _name, texts in sent.lists() for text in texts)
