"""The API's one door: who asks, what they need, and refusals as JSON.

Signed-in staff use their session; machines use a token of a member of staff (`Authorization: Bearer …`).
`@needs(Permission.X)` stands under every route; a house test demands it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from ninja.security import HttpBearer, SessionAuth

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.kernel.actor import acting
from corridor.kernel.refusals import N_, Conflict, NotFound, Reason, Refused

UNKEPT = Reason("unkept", N_("It holds a letter that cannot be kept (NUL). Nothing was changed."))
OFFSET: Any = Query(0, ge=0, le=1_000_000_000)  # rows of a list passed over; a larger number is none the database counts to
NUL = (b"\x00", b"\\u0000", b"%00")


class Session(SessionAuth):
    """A signed-in member of staff whose screen is not locked."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.actor if getattr(request, "actor", None) and not request.session.get("locked") else None


class Token(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Any:
        request.actor = access.actor_by_token(token)
        return request.actor


door = NinjaAPI(
    title="Corridor", version="1", docs_url=None, openapi_url="openapi.json", auth=[Session(), Token()], urls_namespace="api"
)


def needs(*permissions: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Any one of the permissions opens the route; without it the answer is the one for something that does not exist."""

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            actor = request.actor
            if not any(actor.may(str(permission)) for permission in permissions):
                raise NotFound("route")
            if _unreadable(request):
                raise Refused(UNKEPT)
            with acting(actor):
                return view(request, *args, **kwargs)

        guarded.needs = permissions  # type: ignore[attr-defined]
        return guarded

    return guard


def _unreadable(request: HttpRequest) -> bool:
    """NUL, in an address or a form or as JSON writes it; files may hold what they like."""
    sent = request.META.get("QUERY_STRING", "").encode()
    if request.content_type != "multipart/form-data":
        sent += request.body
    return any(one in sent for one in NUL)


def _answer(request: HttpRequest, status: int, *reasons: Reason) -> HttpResponse:
    rows = [{"code": one.code, "text": _sentence(one), "field": one.field} for one in reasons]
    response = door.create_response(request, {"reasons": rows}, status=status)
    response.undone = True  # type: ignore[attr-defined]  # the middleware rolls the transaction back
    return response


def _sentence(reason: Reason) -> str:
    text = gettext(reason.text)
    return text % reason.params if reason.params else text


@door.exception_handler(NotFound)
def not_found(request: HttpRequest, missing: NotFound) -> HttpResponse:
    return _answer(request, 404, Reason("not_found", "Not found."))


@door.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return _answer(request, 409 if isinstance(refusal, Conflict) else 422, *refusal.reasons)


@door.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names the field, never repeats what was sent: it may be somebody's name."""
    fields = {".".join(str(part) for part in one["loc"][1:] if part != "body") or "body": one["msg"] for one in error.errors}
    return _answer(request, 422, *[Reason("form", text, field=name) for name, text in fields.items()])
