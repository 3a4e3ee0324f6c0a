"""Addresses of movement. Ids only; what is typed at the gate is posted."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import page

from . import arrivals, flights, gate, manifests, persons, seats
from .decided_urls import urlpatterns as decided
from .planning import calls, happenings, prices, reasons, review, scenarios, workbook
from .planning import views as planning

FLIGHT = "flights/<uuid:flight_id>/"
PLAN = "planning/<uuid:plan_id>/"

urlpatterns = [
    *decided,
    page("flights/", flights.flights, "movements.flights", needs=P.FLIGHT_READ),
    page("flights/new/", flights.add, "movements.add", needs=P.FLIGHT_MANAGE),
    page(FLIGHT, flights.flight, "movements.flight", needs=P.FLIGHT_READ),
    page(f"{FLIGHT}change/", flights.change, "movements.change", needs=P.FLIGHT_MANAGE),
    page(f"{FLIGHT}steps/<slug:verb>/", flights.step, "movements.step", needs=(P.FLIGHT_MANAGE, P.SEAT_BOARD)),
    page(f"{FLIGHT}clearances/", flights.clearance, "movements.clearance", needs=P.FLIGHT_MANAGE),
    page(f"{FLIGHT}escorts/", flights.escort, "movements.escort", needs=P.FLIGHT_MANAGE),
    page(f"{FLIGHT}escorts/<uuid:escort_id>/remove/", flights.remove_escort, "movements.remove_escort", needs=P.FLIGHT_MANAGE),
    page(f"{FLIGHT}gate/", gate.gate, "movements.gate", needs=P.SEAT_BOARD),
    page(f"{FLIGHT}gate/<uuid:seat_id>/board/", gate.board, "movements.board", needs=P.SEAT_BOARD),
    page(f"{FLIGHT}gate/<uuid:seat_id>/board-all/", gate.board_party, "movements.board_party", needs=P.SEAT_BOARD),
    page(f"{FLIGHT}gate/<uuid:seat_id>/not/", gate.not_boarding, "movements.not_boarding", needs=P.SEAT_BOARD),
    page(f"{FLIGHT}gate/<uuid:seat_id>/why/", gate.why, "movements.why", needs=P.SEAT_BOARD),
    page(f"{FLIGHT}lists/", manifests.manifest, "movements.manifest", needs=P.MANIFEST_EXPORT),
    page(f"{FLIGHT}lists/make/", manifests.make, "movements.make_manifest", needs=P.MANIFEST_MAKE),
    page(
        f"{FLIGHT}lists/<int:number>/<slug:recipient>.<slug:form>",
        manifests.download,
        "movements.manifest_file",
        needs=P.MANIFEST_EXPORT,
    ),
    page(f"{FLIGHT}tell/", seats.tell, "movements.tell", needs=P.SEAT_BOOK),
    page(f"{FLIGHT}release/", seats.release, "movements.release", needs=P.SEAT_BOOK),
    page(f"{FLIGHT}passes/", seats.passes, "movements.passes", needs=P.SEAT_BOOK),
    page(f"{FLIGHT}passes/pdf/", seats.passes_pdf, "movements.passes_pdf", needs=P.SEAT_BOOK),
    page(f"{FLIGHT}arrival/", arrivals.arrival, "movements.arrival", needs=P.RECEPTION_RECORD),
    page(f"{FLIGHT}arrival/receive/", arrivals.receive, "movements.receive", needs=P.RECEPTION_RECORD),
    page(f"{FLIGHT}arrival/open/", arrivals.open_to_receiver, "movements.open_to_receiver", needs=P.MANIFEST_EXPORT),
    page("seats/book/", seats.book, "movements.book", needs=P.SEAT_BOOK),
    page("planning/", planning.planning, "movements.planning", needs=P.PLAN_MAKE),
    page("planning/progress/", planning.working, "movements.plan_progress", needs=P.PLAN_MAKE),
    page("planning/make/", planning.make, "movements.make_plan", needs=P.PLAN_MAKE),
    page("planning/happened/", happenings.happened, "movements.happened", needs=P.PLAN_MAKE),
    page("planning/happened/airport/", happenings.close_airport, "movements.close_airport", needs=P.PLAN_MAKE),
    page(
        "planning/happened/airport/<uuid:closure_id>/open/", happenings.open_airport, "movements.open_airport", needs=P.PLAN_MAKE
    ),
    page(f"{FLIGHT}happened/<slug:what>/", happenings.flight_happened, "movements.flight_happened", needs=P.PLAN_MAKE),
    page(f"{FLIGHT}restore/", happenings.lift_cut, "movements.lift_cut", needs=P.PLAN_MAKE),
    page("planning/replan/", happenings.replan, "movements.replan", needs=P.PLAN_MAKE),
    page(f"{PLAN}stop/", planning.stop, "movements.stop_search", needs=P.PLAN_MAKE),
    page("planning/review/", review.review, "movements.review_newest", needs=P.PLAN_PUBLISH),
    page(f"{PLAN}review/", review.review, "movements.review_plan", needs=P.PLAN_PUBLISH),
    page(f"{PLAN}publish/", review.publish, "movements.publish_plan", needs=P.PLAN_PUBLISH),
    page(f"{PLAN}scenarios/", scenarios.panel, "movements.scenarios", needs=P.PLAN_MAKE),
    page(f"{PLAN}scenarios/<slug:change>/", scenarios.add, "movements.add_scenario", needs=P.PLAN_MAKE),
    page(f"{PLAN}adopt/", scenarios.adopt, "movements.adopt_scenario", needs=P.PLAN_MAKE),
    page(f"{PLAN}calls/", calls.of_plan, "movements.call_list", needs=P.SEAT_BOOK),
    page(f"{FLIGHT}calls/", calls.of_flight, "movements.flight_calls", needs=P.SEAT_BOOK),
    page("parties/<uuid:party_id>/told/", calls.told, "movements.tell_party", needs=P.SEAT_BOOK),
    page(f"{PLAN}parties/<uuid:party_id>/", reasons.reason, "movements.plan_reason", needs=P.PLAN_MAKE),
    page(f"{PLAN}prices/", prices.prices, "movements.prices", needs=P.PLAN_MAKE),
    page(f"{PLAN}plan.xlsx", workbook.plan_file, "movements.plan_file", needs=P.PLAN_MAKE),
    page("exits/", persons.exits, "movements.exits", needs=P.EXIT_CLEARANCE_MANAGE),
    page("exits/lists/<path:batch>/", persons.exit_batch, "movements.exit_batch", needs=P.EXIT_CLEARANCE_MANAGE),
    page("people/<uuid:person_id>/travel/", persons.travel, "movements.person", needs=P.PERSON_READ),
    page(
        "people/<uuid:person_id>/travel/<slug:part>/record/",
        persons.record,
        "movements.record",
        needs=(P.EXIT_CLEARANCE_MANAGE, P.ASSISTANCE_GIVE, P.SEAT_BOOK),
    ),
    page("people/<uuid:person_id>/travel/party/end/", persons.end_party, "movements.end_party", needs=P.SEAT_BOOK),
    page("people/<uuid:person_id>/health/", persons.health, "movements.health", needs=(P.HEALTH_READ, P.HEALTH_RECORD)),
]
