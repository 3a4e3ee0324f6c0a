"""Everybody who departed up to 25 September 2019: returns and evacuations whose sums meet the published series (calibration)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from . import calibration as cal
from .evidence import Someone, Stage, adult_age, is_woman, moment, nationality_for

LIFT = 170  # most people on one flight of the history
RETURNS_ORG, EVACUATION_ORG = "IOM-LBY", "UNHCR-LBY"


def write(stage: Stage) -> None:
    for number, (day, people) in enumerate(spread(cal.RETURNS, stage), 1):
        return_flight(stage, f"VH-{number:04d}", day, people)
    number = 0
    for country in ("NE", "IT", "RO"):
        anchors = tuple((day, counts[country]) for day, counts in cal.EVACUATIONS)
        for day, people in spread(anchors, stage):
            number += 1
            _evacuation_flight(stage, f"EV-{number:04d}", day, people, country)


def spread(anchors: tuple[tuple[date, int], ...], stage: Stage) -> Iterator[tuple[date, int]]:
    """Between two anchors: flights of 120 to 170 people on evenly spaced days, adding up exactly."""
    for (start, before), (end, after) in pairwise(anchors):
        left = after - before
        sizes = []
        while left > 0:
            size = min(left, stage.random.randint(120, LIFT))
            sizes.append(size)
            left -= size
        span = (end - start).days
        for number, size in enumerate(sizes, 1):
            yield start + timedelta(days=max(1, span * number // len(sizes))), size


def return_flight(stage: Stage, code: str, day: date, people: int) -> None:
    nationality = nationality_for(stage.random, cal.RETURN_NATIONALITIES)
    destination = cal.DESTINATIONS[nationality][0]
    airport = stage.random.choices(["MJI", "MRA", "BEN", "SEB"], weights=[70, 15, 11, 4])[0]
    carriage = "charter" if people >= 60 else "commercial"
    flight, stops = stage.flight(
        code, day, pathway="vhr", operator=RETURNS_ORG, airport=airport, capacity=max(people, 20) + 14, status="arrived", stops=[destination],
        carriage=carriage, slots=(40, 5, 20, 20), fund="EUTF", cost=people * 450,
    )  # fmt: skip
    stage.add("movements_escort", day, flight, "operational", "Operational escort")
    stage.add("movements_escort", day, flight, "medical", "Medical escort")
    boarded = 0
    while boarded < people:
        for who, alone in _group(stage, day, nationality, people - boarded, RETURNS_ORG):
            _returned(stage, who, alone, day, flight, stops[destination], destination)
            boarded += 1


def _group(stage: Stage, day: date, nationality: str, room: int, organisation: str) -> list[tuple[Someone, bool]]:
    """One adult, a parent with children, or a child alone."""
    random = stage.random
    registered = day - timedelta(days=random.randint(20, 90))
    luck = random.random()
    if luck < cal.UASC * 1.05:
        child = stage.person(
            registered,
            nationality,
            female=random.random() < 0.25,
            age=random.randint(12, 17),
            organisation=organisation,
            confirmed_on=day - timedelta(days=8),
        )
        return [(child, True)]
    woman = is_woman(random, nationality)
    with_children = room >= 4 and random.random() < (0.16 if woman else 0.025)
    adult = stage.person(
        registered,
        nationality,
        female=woman,
        age=adult_age(random),
        organisation=organisation,
        confirmed_on=day - timedelta(days=8),
        known=with_children,
    )
    if not with_children:
        return [(adult, False)]
    children = [
        stage.person(
            registered,
            nationality,
            female=random.random() < 0.5,
            age=random.randint(0, 14),
            family=adult.family,
            organisation=organisation,
            confirmed_on=day - timedelta(days=8),
        )
        for _child in range(random.randint(1, 3))
    ]
    stage.family(organisation, registered, [(adult, "principal"), *[(child, "child") for child in children]])
    return [(adult, False), *[(child, False) for child in children]]


def _returned(stage: Stage, who: Someone, alone: bool, day: date, flight: UUID, stop: UUID, destination: str) -> None:
    random = stage.random
    asked = day - timedelta(days=random.randint(10, 19))
    detained = random.choice(cal.CENTRES)[0] if random.random() < cal.DETENTION else ""
    registered = asked - timedelta(days=1)
    stage.located(who, "detention" if detained else "urban", detained or "URB-TIP", registered, day)
    stage.located(who, "abroad", "", day)
    stage.fear(who, asked, RETURNS_ORG)
    stage.decided(who, asked, RETURNS_ORG, "vhr")
    consent, until = stage.consent(
        who, asked, purpose="travel", pathway="vhr", detained=detained, guards=bool(detained) and random.random() < 0.4, organisation=RETURNS_ORG,
        proxy="Parent or guardian" if who.child else "",
    )  # fmt: skip
    if detained:
        stage.reconfirm(who, consent, moment(day - timedelta(days=1), 15), RETURNS_ORG)
    if alone:
        stage.child_alone(who, asked, RETURNS_ORG, "vhr", day + timedelta(days=90))
    if not who.child and random.random() < cal.TRAFFICKING:
        stage.trafficked(who, asked, RETURNS_ORG)
    medical = random.random() < cal.MEDICAL
    service = random.choice(["wheelchair", "", "", "medical_escort"]) if medical else ""
    category = "fit_with_escort" if service == "medical_escort" else "fit_with_assistance" if service else "fit"
    stage.fit(who, moment(day - timedelta(days=2)), moment(day + timedelta(days=1)), category, service)
    stage.exit_cleared(who, day - timedelta(days=9), day - timedelta(days=5), day + timedelta(days=10), f"EP-{day:%y%m%d}")
    stage.document(who, "emergency_certificate", day - timedelta(days=8), 90)
    case = stage.add(
        "returns_returncase", registered, who.id, stage.organisations[RETURNS_ORG], None, "arrived", registered,
        stage.sites[destination], "", moment(day, 20), day, 1,
    )  # fmt: skip
    _arrived(stage, who, day, flight, stop, "vhr", consent, until, service, RETURNS_ORG)
    stage.recorded("returns.case.arrive", case, who.id, moment(day, 20), RETURNS_ORG)


def _arrived(
    stage: Stage,
    who: Someone,
    day: date,
    flight: UUID,
    stop: UUID,
    pathway: str,
    consent: UUID,
    until: date,
    service: str,
    organisation: str,
) -> None:
    boarder = stage.officer(organisation, "movement_officer")
    seat = stage.add(
        "movements_seat", day, flight, stop, who.id, None, pathway, day, "arrived", who.age < 2, service, consent, until,
        f"h{who.id.int & (2**62 - 1):x}", moment(day - timedelta(days=5)), moment(day, 11), boarder, "", None, 1,
    )  # fmt: skip
    stage.add("movements_reception", day, seat, who.id, True, moment(day, 20), boarder, "", "")
    stage.recorded("movements.seat.arrive", seat, who.id, moment(day, 20), organisation)


def _evacuation_flight(stage: Stage, code: str, day: date, people: int, country: str) -> None:
    destination = cal.TRANSIT[country][0]
    flight, stops = stage.flight(
        code, day, pathway="evacuation", operator=EVACUATION_ORG, airport=stage.random.choice(["MJI", "MRA"]), capacity=people + 10, status="arrived",
        stops=[destination], slots=(40, 5, 20, 60), fund="UNHCR",
    )  # fmt: skip
    stage.add("movements_escort", day, flight, "medical", "Medical escort")
    for _number in range(people):
        nationality = nationality_for(stage.random, cal.EVACUATION_NATIONALITIES)
        alone = stage.random.random() < 0.22
        registered = day - timedelta(days=stage.random.randint(60, 200))
        age = stage.random.randint(13, 17) if alone else adult_age(stage.random)
        who = stage.person(registered, nationality, female=stage.random.random() < 0.33, age=age, organisation=EVACUATION_ORG)
        _evacuated(stage, who, alone, registered, day, flight, stops[destination], country)


def _evacuated(
    stage: Stage, who: Someone, alone: bool, registered: date, day: date, flight: UUID, stop: UUID, country: str
) -> None:
    asked = day - timedelta(days=20)
    site = cal.TRANSIT[country][0]
    stage.shield(who, "unhcr_registration", registered)
    stage.located(who, "gathering", "GDF-TIP", asked, day)
    stage.located(who, "transit", site, day)
    stage.decided(who, asked, EVACUATION_ORG, "evacuation")
    consent, until = stage.consent(
        who, asked, purpose="travel", pathway="evacuation", organisation=EVACUATION_ORG, proxy="Guardian" if who.child else ""
    )
    if alone:
        stage.child_alone(who, asked, EVACUATION_ORG, "evacuation", day + timedelta(days=90))
    stage.fit(who, moment(day - timedelta(days=2)), moment(day + timedelta(days=1)), organisation=EVACUATION_ORG)
    stage.exit_cleared(who, day - timedelta(days=9), day - timedelta(days=5), day + timedelta(days=10), f"EX-{day:%y%m%d}")
    case = stage.add(
        "evacuation_evacuationcase", registered, who.id, stage.organisations[EVACUATION_ORG], None, "arrived", registered,
        consent, stage.sites[site], moment(day, 20), day, 1,
    )  # fmt: skip
    if country != "IT":
        stage.add("evacuation_stay", day, who.id, stage.sites[site], day, day + timedelta(days=stage.random.randint(90, 200)))
    _arrived(stage, who, day, flight, stop, "evacuation", consent, until, "", EVACUATION_ORG)
    stage.recorded("evacuation.case.arrive", case, who.id, moment(day, 20), EVACUATION_ORG)
