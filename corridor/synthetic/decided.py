"""What invented people decided about plans: two versions of the policy and a draft, funds, limits, an airport that was closed.

By the real actions and the right officers, on the days on which they would have done it, so that every page of planning lives.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from corridor.access import queries as access
from corridor.access.models import Staff
from corridor.kernel import clock
from corridor.kernel.actor import Actor, acting
from corridor.movements import actions
from corridor.movements.models import Closure
from corridor.places.models import Site

WRITER, APPROVER = "movement2", "head"
# Days ago, changes, why, approved after days (None: still waits).
VERSIONS: tuple[tuple[int, dict[str, Any], str, int | None], ...] = (
    (120, {"standby_depth": 8}, "First version, as the standard operating procedure of the programme says.", 4),
    (
        45,
        {
            "band_high": 45,
            "shortfall_penalty": 300,
            "floors": [{"group": "Benghazi", "persons": 15}, {"group": "Sabha", "persons": 10}],
            "least_fill": 10,
            "vehicle_seats": 48,
            "vehicle_cost": 600,
            "vehicle_fund": "EUTF",
        },
        "People in the east and the south waited twice as long: floors for two towns; buses are planned with the seats.",
        3,
    ),
    (1, {"child_alone": 35, "expiring_days": 21}, "Children alone lose their papers first: more weight, and last chances seen earlier.", None),
)  # fmt: skip
FUNDS = (
    ("EUTF", "Trust fund for returns", 1_150_000, -60, 120, (), ("vhr",)),
    ("WA-CORRIDOR", "Corridor fund, West Africa", 160_000, -10, 45, ("BKO", "CKY", "DSS", "ABJ"), ("vhr",)),
)
LIMITS = (
    ("airport", "MJI", 0, 60, 300, "Airport management, letter of this month"),
    ("reception", "LOS", 0, 14, 320, "Reception centre in Lagos"),
    ("reception", "LOS", 15, 40, 380, "Reception centre in Lagos"),
    ("vehicles", "MJI", 0, 60, 8, "Transport contractor"),
    ("vehicles", "BEN", 0, 60, 3, "Transport contractor"),
)


def decide(today: date) -> None:
    writer, approver = _officer(WRITER), _officer(APPROVER)
    _policy(writer, approver)
    _money(writer, today)


def _policy(writer: Actor, approver: Actor) -> None:
    for days_ago, changes, why, approved_after in VERSIONS:
        written = clock.now() - timedelta(days=days_ago)
        with clock.at(written), acting(writer), transaction.atomic():
            policy_id = actions.propose_policy(writer, changes, why)
        if approved_after is not None:
            with clock.at(written + timedelta(days=approved_after)), acting(approver), transaction.atomic():
                actions.approve_policy(approver, policy_id)


def _money(writer: Actor, today: date) -> None:
    sites = dict(Site.objects.values_list("code", "id"))
    with acting(writer), transaction.atomic():
        for code, name, amount, first, last, destinations, pathways in FUNDS:
            days = (today + timedelta(days=first), today + timedelta(days=last))
            actions.add_fund(writer, actions.NewFund(code, name, amount, *days, destinations, pathways))
        for kind, site, first, last, number, note in LIMITS:
            days = (today + timedelta(days=first), today + timedelta(days=last))
            actions.set_limit(writer, kind, sites[site], *days, number, note)
        closed = {"site_id": sites["MJI"], "organisation_id": writer.organisation_id, "because": "Shelling near the runway"}
        over = {"first": today - timedelta(days=38), "last": today - timedelta(days=35), "made_by_id": writer.staff_id}
        Closure.objects.create(**closed, **over, made_at=clock.now() - timedelta(days=38))


def _officer(login: str) -> Actor:
    return access.actor_for(Staff.objects.select_related("organisation").get(login=login)).through("command")
