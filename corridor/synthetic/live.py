"""About 4,000 people who are here today, at every stage of both pathways, with some twenty flights ahead of them and six behind.

Each stage adds the evidence that a case at that stage has; nobody is at a stage whose evidence is missing.
"""

from datetime import date, timedelta
from uuid import UUID

from . import calibration as cal
from . import history
from .evidence import Someone, Stage, adult_age, is_woman, moment, nationality_for

IOM, UNHCR = "IOM-LBY", "UNHCR-LBY"
# Groups (one person, or a family) at each status of a return, and of an evacuation.
RETURN_STAGES = {
    "requested": 280, "registered": 350, "counselled": 280, "screened": 210, "consented": 340, "consular_pending": 260, "not_confirmed": 25,
    "documented": 320, "exit_cleared": 380, "booked": 175, "on_hold": 110, "withdrawn": 90,
}  # fmt: skip
EVACUATION_STAGES = {"identified": 110, "agreed": 110, "declined": 15, "gathered": 130, "cleared": 100, "booked": 45}
ORDER = (
    "requested",
    "registered",
    "counselled",
    "screened",
    "consented",
    "consular_pending",
    "documented",
    "exit_cleared",
    "booked",
)
# Coming flights: (days from today, airport, destinations, seats). Shaped like the real ones of domain notes 1.5.
FLIGHTS = (
    (2, "MJI", ("LOS",), 174), (4, "MJI", ("BKO", "BJL"), 160), (6, "MRA", ("CKY",), 170), (8, "MJI", ("LOS",), 180), (9, "BEN", ("DAC",), 60),
    (11, "MJI", ("NIM",), 170), (13, "SEB", ("NIM", "LOS"), 120), (15, "MJI", ("BKO",), 174), (16, "MJI", ("ABJ",), 160), (18, "MRA", ("DSS", "CKY"), 170),
    (20, "MJI", ("LOS",), 258), (22, "MJI", ("BJL",), 150), (24, "BEN", ("KRT",), 100), (25, "MJI", ("ACC", "OUA"), 170), (27, "MJI", ("DLA",), 120),
    (28, "MJI", ("BKO", "CKY"), 174),
)  # fmt: skip
WEST = {"BKO", "CKY", "DSS", "ABJ"}  # what the smaller fund pays for
# Flights of the last weeks: (days ago, people), so that who travelled stands beside who waits.
GONE = ((8, 150), (15, 160), (23, 140), (34, 158), (52, 150), (70, 120))
EVACUATION_FLIGHTS = (
    (5, "MJI", "ETM-RW", 126),
    (14, "MJI", "ETM-RW", 126),
    (19, "MRA", "ETM-NE", 120),
    (26, "MJI", "ETM-RW", 126),
)


def write(stage: Stage) -> None:
    flights = _flights(stage)
    for status, groups in RETURN_STAGES.items():
        for _number in range(groups):
            _return_group(stage, status, flights)
    for status, groups in EVACUATION_STAGES.items():
        for _number in range(groups):
            _evacuation_group(stage, status, flights)
    for number, (days, people) in enumerate(GONE):
        history.return_flight(stage, f"CR-{230 - number:04d}", stage.today - timedelta(days=days), people)


Ahead = dict[str, list[tuple[date, UUID, UUID, list[int]]]]  # destination site -> flights: day, flight, stop, [seats left]


def _flights(stage: Stage) -> Ahead:
    ahead: Ahead = {}
    number = 231
    for days, airport, destinations, seats in FLIGHTS:
        _flight(stage, ahead, f"CR-{number:04d}", "vhr", IOM, days, airport, list(destinations), seats)
        number += 1
    number = 44
    for days, airport, destination, seats in EVACUATION_FLIGHTS:
        _flight(stage, ahead, f"EV-{number:04d}-{stage.today:%y}", "evacuation", UNHCR, days, airport, [destination], seats)
        number += 1
    return ahead


def _flight(
    stage: Stage, ahead: Ahead, code: str, pathway: str, operator: str, days: int, airport: str, stops: list[str], seats: int
) -> None:
    day = stage.today + timedelta(days=days)
    status = "confirmed" if days < 10 else "planned"
    flight, places = stage.flight(
        code,
        day,
        pathway=pathway,
        operator=operator,
        airport=airport,
        capacity=seats,
        status=status,
        stops=stops,
        cleared=days < 12,
        fund="WA-CORRIDOR" if status == "planned" and set(stops) <= WEST else "EUTF",
        cost=78_000,
    )
    stage.add("movements_escort", day, flight, "operational", "Operational escort")
    stage.add("movements_escort", day, flight, "medical", "Medical escort")
    left = [int(seats * 0.7) // len(stops)] * len(stops)
    for stop, room in zip(stops, left, strict=True):
        ahead.setdefault(stop, []).append((day, flight, places[stop], [room]))


def _household(
    stage: Stage, on: date, nationality: str, organisation: str, *, confirmed: date | None, most: int = 4
) -> list[Someone]:
    random = stage.random
    woman = is_woman(random, nationality) if organisation == IOM else random.random() < 0.33
    if random.random() < 0.03:
        return [
            stage.person(
                on,
                nationality,
                female=random.random() < 0.3,
                age=random.randint(12, 17),
                organisation=organisation,
                confirmed_on=confirmed,
            )
        ]
    adult = stage.person(on, nationality, female=woman, age=adult_age(random), organisation=organisation, confirmed_on=confirmed)
    if random.random() > (0.22 if woman else 0.08):
        return [adult]
    children = [
        stage.person(
            on,
            nationality,
            female=random.random() < 0.5,
            age=random.randint(0, 14),
            family=adult.family,
            organisation=organisation,
            confirmed_on=confirmed,
        )
        for _child in range(random.randint(1, most - 1))
    ]
    stage.family(organisation, on, [(adult, "principal"), *[(child, "child") for child in children]])
    return [adult, *children]


def _return_group(stage: Stage, status: str, flights: Ahead) -> None:
    random, today = stage.random, stage.today
    reached = ORDER.index(status) if status in ORDER else {"not_confirmed": 5, "on_hold": 3, "withdrawn": 4}[status]
    registered = today - timedelta(days=random.randint(12, 45) + 6 * reached)
    nationality = nationality_for(random, cal.RETURN_NATIONALITIES)
    destination = cal.DESTINATIONS[nationality][0]
    documented = reached >= ORDER.index("documented")
    confirmed = today - timedelta(days=random.randint(3, 9)) if documented else None
    members = _household(stage, registered, nationality, IOM, confirmed=confirmed)
    detained = random.choice(cal.CENTRES)[0] if random.random() < 0.35 else ""
    consents: list[tuple[UUID, date]] = []
    for who in members:
        consents += _return_person(
            stage, who, status, reached, registered, detained, destination, alone=len(members) == 1 and who.child
        )
    if reached >= ORDER.index("exit_cleared") and status in ORDER:
        _party(stage, members, "vhr", destination, IOM, consents, flights, booked=status == "booked")


def _return_person(
    stage: Stage, who: Someone, status: str, reached: int, registered: date, detained: str, destination: str, *, alone: bool
) -> list[tuple[UUID, date]]:
    random, today = stage.random, stage.today
    days = iter(registered + timedelta(days=number) for number in range(1, 30))
    stage.phone(who, registered)
    stage.located(
        who,
        "detention" if detained else random.choice(["urban", "urban", "shelter"]),
        detained or random.choice(cal.URBAN)[0],
        registered,
    )
    case = stage.add(
        "returns_returncase", registered, who.id, stage.organisations[IOM], stage.officer(IOM, "caseworker", random.choice([1, 1, 2])), status, registered, stage.sites[destination], "",
        moment(max(registered, today - timedelta(days=int(random.expovariate(1 / 6))))), None, 1,
    )  # fmt: skip
    if reached >= 2:
        interpreter = f"interpreter, {who.language}" if who.needs_interpreter else "none needed"
        stage.add(
            "returns_counselling",
            next(days),
            case,
            who.id,
            stage.officer(IOM),
            moment(next(days)),
            who.language,
            interpreter,
            True,
            True,
            status == "on_hold",
        )
        stage.decided(who, next(days), IOM, "vhr")
    if reached >= 3:
        afraid = status == "on_hold"
        flags = ("fear_of_return",) if afraid else ("child_alone",) if alone else ()
        stage.screened(who, next(days), IOM, flags)
        answer = stage.fear(who, next(days), IOM, "fear" if afraid else "no_fear")
        if afraid:
            stage.shield(who, "fear", next(days), answer)
            _referred(stage, who, next(days))
        stage.asked_about_trafficking(who, next(days), IOM)
        if alone:
            stage.child_alone(who, next(days), IOM, "vhr", today + timedelta(days=120))
    if reached < 4:
        return []
    on = next(days)
    consent, until = stage.consent(
        who, on, purpose="travel", pathway="vhr", detained=detained, guards=bool(detained) and random.random() < 0.3, organisation=IOM,
        valid_days=240, proxy="Parent or guardian" if who.child else "",
    )  # fmt: skip
    if status == "withdrawn":
        stage.add(
            "consent_withdrawal",
            today - timedelta(days=2),
            consent,
            who.id,
            moment(today - timedelta(days=2)),
            stage.officer(IOM),
        )
        return []
    if reached >= 5:
        _consulate(stage, who, case, next(days), status, detained)
    if reached >= 7:
        stage.exit_cleared(
            who,
            today - timedelta(days=8),
            today - timedelta(days=3),
            today + timedelta(days=40),
            f"EP-{random.randint(100, 140)}",
        )
        medical = random.random() < cal.MEDICAL
        service = random.choice(["wheelchair", "medical_escort"]) if medical else ""
        category = {"wheelchair": "fit_with_assistance", "medical_escort": "fit_with_escort"}.get(service, "fit")
        stage.fit(who, moment(today, 7), moment(today + timedelta(days=3), 7), category, service)
    return [(consent, until)]


def _consulate(stage: Stage, who: Someone, case: UUID, on: date, status: str, detained: str) -> None:
    """Only for people without fear, with their consent to this contact; a document ends the request and its share."""
    today = stage.today
    consulate = stage.organisations.get(f"CON-{who.nationality}")
    open_request = status in ("consular_pending",)
    if consulate is None:
        if not open_request and status != "not_confirmed":
            stage.document(who, "emergency_certificate", today - timedelta(days=4), 90)
        return
    consent, _until = stage.consent(
        who,
        on,
        purpose="contact_consulate",
        recipient=f"CON-{who.nationality}",
        organisation=IOM,
        proxy="Parent or guardian" if who.child else "",
    )
    document = None
    if not open_request and status != "not_confirmed":
        document = stage.document(who, "emergency_certificate", today - timedelta(days=4), 90)
    answer = "asked" if open_request else "not_confirmed" if status == "not_confirmed" else "issued"
    ended = None if open_request else moment(today - timedelta(days=3))
    stage.add(
        "returns_consularrequest",
        on,
        case,
        who.id,
        consulate,
        consent,
        answer,
        moment(on, 12),
        stage.officer(IOM),
        None,
        "",
        ended,
        document,
        ended,
        1,
    )
    stage.add(
        "people_share",
        on,
        who.id,
        consulate,
        stage.organisations[IOM],
        "consular",
        ["identity"],
        moment(on, 12),
        ended,
        "consent",
        consent,
    )


def _referred(stage: Stage, who: Someone, on: date) -> None:
    status = stage.random.choice(["sent", "sent", "received", "accepted"])
    answered = moment(on + timedelta(days=4)) if status == "accepted" else None
    referral = stage.add(
        "protection_referral", on, who.id, stage.organisations[IOM], stage.organisations[UNHCR], status, moment(on), stage.officer(IOM, "protection_officer"),
        False, moment(on, 14), on + timedelta(days=14), answered, "", None, 1,
    )  # fmt: skip
    stage.shield(who, "referral", on, referral)
    if status == "accepted":
        stage.shield(who, "asylum", on + timedelta(days=4), referral)
    categories = ["contact", "family", "identity", "protection"]
    stage.add(
        "people_share",
        on,
        who.id,
        stage.organisations[UNHCR],
        stage.organisations[IOM],
        "referral",
        categories,
        moment(on, 14),
        None,
        "referral",
        referral,
    )


def _party(
    stage: Stage,
    members: list[Someone],
    pathway: str,
    destination: str,
    organisation: str,
    consents: list[tuple[UUID, date]],
    flights: Ahead,
    *,
    booked: bool,
) -> None:
    random, today = stage.random, stage.today
    children = sum(1 for who in members if who.child)
    since = today - timedelta(days=random.randint(1, 6))
    party = stage.add(
        "movements_travelparty", since, f"P-{stage.reference(since)[4:]}", stage.organisations[organisation], pathway, stage.sites[destination],
        2 if random.random() < 0.02 else 1, 10 * len(members) + 15 * children + random.randint(0, 30), today - timedelta(days=random.randint(0, 5)), since, None,
    )  # fmt: skip
    for who in members:
        stage.add("movements_partymember", since, party, who.id, None)
    if not booked:
        return
    # A seat on the first flight with room; without one the group waits like the others.
    for day, flight, stop, left in flights.get(destination, []):
        if left[0] >= len(members):
            left[0] -= len(members)
            for who, (consent, until) in zip(members, consents, strict=True):
                told = moment(today - timedelta(days=1)) if (day - today).days < 7 else None
                seat = stage.add(
                    "movements_seat", today, flight, stop, who.id, party, pathway, day, "confirmed" if told else "held", who.age < 2, "", consent, until,
                    f"l{who.id.int & (2**62 - 1):x}", told, None, None, "", None, 1,
                )  # fmt: skip
                stage.recorded("movements.seat.book", seat, who.id, moment(today - timedelta(days=1)), organisation)
            return


def _evacuation_group(stage: Stage, status: str, flights: Ahead) -> None:
    random, today = stage.random, stage.today
    order = ("identified", "agreed", "gathered", "cleared", "booked")
    reached = order.index(status) if status in order else 0
    registered = today - timedelta(days=random.randint(60, 200))
    nationality = nationality_for(random, cal.EVACUATION_NATIONALITIES)
    members = _household(stage, registered, nationality, UNHCR, confirmed=None)
    consents: list[tuple[UUID, date]] = []
    for who in members:
        stage.shield(who, "unhcr_registration", registered)
        stage.phone(who, registered)
        stage.decided(who, today - timedelta(days=20), UNHCR, "evacuation")
        alone = len(members) == 1 and who.child
        consent = None
        if reached >= 1:
            consent, until = stage.consent(
                who,
                today - timedelta(days=15),
                purpose="travel",
                pathway="evacuation",
                organisation=UNHCR,
                proxy="Guardian" if who.child else "",
            )
            consents.append((consent, until))
        stage.asked_about_trafficking(who, today - timedelta(days=16), UNHCR)
        if alone:
            stage.child_alone(who, today - timedelta(days=12), UNHCR, "evacuation", today + timedelta(days=120))
        stage.add(
            "evacuation_evacuationcase", registered, who.id, stage.organisations[UNHCR], stage.officer(UNHCR, "caseworker", random.choice([1, 2])), status, today - timedelta(days=25), consent,
            stage.sites["ETM-RW"] if reached >= 2 else None, moment(today - timedelta(days=5)), None, 1,
        )  # fmt: skip
        if reached >= 2:
            stage.add(
                "evacuation_stay", today - timedelta(days=9), who.id, stage.sites["GDF-TIP"], today - timedelta(days=9), None
            )
        stage.located(
            who, "gathering" if reached >= 2 else "urban", "GDF-TIP" if reached >= 2 else "URB-TIP", today - timedelta(days=9)
        )
        if reached >= 3:
            stage.exit_cleared(
                who,
                today - timedelta(days=8),
                today - timedelta(days=3),
                today + timedelta(days=40),
                f"EX-{random.randint(10, 20)}",
            )
            stage.fit(who, moment(today, 7), moment(today + timedelta(days=3), 7), organisation=UNHCR)
    if reached >= 3:
        _party(stage, members, "evacuation", "ETM-RW", UNHCR, consents, flights, booked=status == "booked")
