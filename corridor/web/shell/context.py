"""What every page's frame shows: organisation, role, what can be seen, where one can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from corridor.access.roles import Permission as P
from corridor.duplicates import queries as duplicates

from . import formats

# (label, address name, needed permissions): shown when the address exists and the actor holds one of them.
NAVIGATION = (
    (_("Today"), "home", (P.PERSON_READ, P.PERSON_SEARCH)),
    (_("People"), "people.search", (P.PERSON_SEARCH,)),
    (_("Duplicates"), "duplicates.queue", (P.PAIR_REVIEW,)),
    (_("Lists"), "exchange.lists", (P.LIST_IMPORT,)),
    (_("Requests"), "returns.consular_queue", (P.CONSULAR_ANSWER,)),
    (_("Returns"), "returns.cases", (P.RETURN_READ,)),
    (_("Evacuations"), "evacuation.cases", (P.EVACUATION_READ,)),
    (_("Transit"), "evacuation.sites", (P.TRANSIT_MANAGE,)),
    (_("Referrals"), "protection.referrals", (P.REFERRAL_ANSWER, P.REFERRAL_SEND)),
    (_("Flights"), "movements.flights", (P.FLIGHT_READ,)),
    (_("Planning"), "movements.planning", (P.PLAN_MAKE,)),
    (_("Staff"), "access.staff", (P.STAFF_MANAGE,)),
    (_("Figures"), "reporting.figures", (P.FIGURES_READ,)),
)
COUNTED = 100  # on every page: no further than that


def shell(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    language = get_language() or "en"
    frame: dict[str, Any] = {
        "synthetic": settings.SYNTHETIC,
        "languages": [(code, label, code == language) for code, label in settings.LANGUAGES],
        "language": language,
        "rtl": language == "ar",
        "theme": getattr(request.user, "theme", "light") if hasattr(request, "user") else "light",
        "language_url": reverse("access.language"),
        "timezone_label": f"{timezone.get_current_timezone_name()} ({timezone.localtime():UTC%z})",
        "idle_minutes": settings.IDLE_LOCK_MINUTES,
    }
    if actor is None or not request.user.is_authenticated:  # nobody, or a machine by token
        return {"shell": frame}
    staff = request.user
    organisation = staff.organisation
    office = staff.office.name if staff.office else ""
    frame |= {
        "organisation": organisation.name,
        "organisation_colour": organisation.colour,
        "role": formats.listed(gettext(role.label) for role in request.roles),
        "scope": _scope(actor, office),
        "nav": _navigation(request, actor),
        "staff_name": staff.name,
        "single_keys": staff.single_keys,
        "search_url": _address("people.search") if actor.may(P.PERSON_SEARCH) else "",
        "profile_url": _address("access.profile"),
        "lock_url": reverse("access.lock"),
        "logout_url": reverse("access.logout"),
    }
    return {"shell": frame}


def _scope(actor: Any, office: str) -> str:
    if actor.may(P.PERSON_READ):
        seen = gettext("You see people registered by your organisation and those shared with it.")
    elif actor.may(P.CONSULAR_ANSWER):
        seen = gettext("You see people who agreed to this contact, for a travel document only.")
    else:
        seen = gettext("You see figures only.")
    return f"{office}. {seen}" if office else seen


def _navigation(request: HttpRequest, actor: Any) -> list[tuple[Any, str, int | None, bool]]:
    """Where one may go. The page itself is marked, else the entry of its context that its address continues, else the first."""
    open_to = [(label, name, _address(name)) for label, name, needs in NAVIGATION if any(actor.may(str(need)) for need in needs)]
    entries = [entry for entry in open_to if entry[2]]
    match = request.resolver_match
    here = (match.url_name or "") if match else ""
    if match and "person_id" in match.kwargs:
        here = "people.search"
    names = [name for _label, name, _address_ in entries]
    same = [(name, address) for _label, name, address in entries if name.split(".")[0] == here.split(".")[0]]
    above = sorted((len(address), name) for name, address in same if request.path.startswith(address))
    marked = here if here in names else above[-1][1] if above else same[0][0] if same else ""
    return [(label, address, _waiting(actor, name), name == marked) for label, name, address in entries]


def _waiting(actor: Any, name: str) -> str | int | None:
    """How many things wait behind an entry, counted as far as anybody reads; nothing for entries that count nothing."""
    if name != "duplicates.queue":
        return None
    found = duplicates.count(actor, most=COUNTED)
    return f"{formats.count(COUNTED)}+" if found == COUNTED else found or None


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
