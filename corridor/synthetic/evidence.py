"""What a caseworker would have recorded: one method for each kind of evidence, writing rows. History and live cases share it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import Any
from uuid import UUID

from corridor.engines import names as name_keys

from . import calibration as cal
from . import names
from .rows import Rows

NOBODY = "none needed"
NONE = None


@lru_cache(maxsize=100_000)
def keys(full: str) -> tuple[str, tuple[str, ...], str]:
    """Folded form, search keys and script: made by the same engine as registration's."""
    found = name_keys.keys(full)
    return found.folded, tuple(sorted(found.search)), found.script


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


@dataclass(frozen=True)
class Someone:
    """An invented person, as far as later evidence needs to know."""

    id: UUID
    nationality: str
    female: bool
    age: int
    language: str
    needs_interpreter: bool
    family: str = ""  # what children carry on: the family name, or the father's given name

    @property
    def child(self) -> bool:
        return self.age < 18


@dataclass
class Stage:
    """Where invented people live: ids of organisations, officers, sites and consent texts, by code."""

    organisations: dict[str, UUID]
    officers: dict[tuple[str, str, int], UUID]  # (organisation, role, number)
    sites: dict[str, UUID]
    texts: dict[tuple[str, str], UUID]  # (purpose, language)
    today: date
    random: Random
    rows: Rows = field(default_factory=Rows)
    references: dict[str, int] = field(default_factory=dict)

    def officer(self, organisation: str, role: str = "caseworker", number: int = 1) -> UUID:
        return self.officers[organisation, role, number]

    def reference(self, on: date) -> str:
        month = f"LBY-{on:%y%m}"
        self.references[month] = self.references.get(month, 0) + 1
        return f"{month}-{self.references[month]:05d}"

    def add(self, table: str, on: date, *values: Any) -> UUID:
        row = self.rows.new_id(on)
        self.rows.add(table, row, *values)
        return row

    # --- who they are

    def person(
        self,
        on: date,
        nationality: str,
        *,
        female: bool,
        age: int,
        organisation: str,
        family: str = "",
        confirmed_on: date | None = None,
        known: bool = True,
    ) -> Someone:
        random = self.random
        name = names.make(random, nationality, female, family)
        born, precision = self._birth(on, age, known)
        reference = self.reference(on)
        interpreter = name.language if name.language not in ("en", "fr", "ar") else ""
        owner = self.organisations[organisation]
        by = self.organisations.get(f"CON-{nationality}") or owner
        person = self.add(
            "people_person", on, reference, owner, "female" if female else "male", born, precision, False, nationality,
            nationality if confirmed_on else "", by if confirmed_on else NONE, confirmed_on, [name.language], interpreter, name.latin, True, on, 1,
        )  # fmt: skip
        folded, found, script = keys(name.latin)
        self.add("people_personname", on, person, "main", script, name.latin, name.given, name.father, name.family, folded, found)
        if name.own:
            folded, found, script = keys(name.own)
            self.add("people_personname", on, person, "alias", script, name.own, "", "", "", folded, found)
        self.add("people_registration", on, person, owner, f"{organisation[:3]}{reference[4:8]}{reference[9:]}", on)
        carried = name.given if names.bank_of(nationality).patronymic and not female else name.father or name.family
        return Someone(person, nationality, female, age, name.language, bool(interpreter), carried)

    def _birth(self, on: date, age: int, known: bool) -> tuple[date | None, str]:
        luck = self.random.random()
        year = on.year - age - 1
        if luck < 0.01 and not known:
            return NONE, "unknown"
        if luck < 0.30:
            return date(on.year - age, 1, 1) if age == 0 else date(year + 1, 1, 1), "year"
        if luck < 0.45:
            return date(on.year - age, on.month, min(on.day, 28)), "estimated"
        return on - timedelta(days=365 * age + age // 4 + self.random.randint(1, 360)), "day"

    def phone(self, who: Someone, on: date) -> None:
        self.add("people_phone", on, who.id, f"+21891{self.random.randint(1000000, 9999999)}", "")

    def located(self, who: Someone, kind: str, site: str, since: date, until: date | None = None) -> None:
        self.add("people_location", since, who.id, kind, self.sites.get(site), since, until)

    def document(self, who: Someone, kind: str, issued: date, valid_days: int) -> UUID:
        number = f"{who.nationality}{self.random.randint(100000, 999999)}"
        return self.add(
            "people_document", issued, who.id, kind, number, number, who.nationality, issued, issued + timedelta(days=valid_days)
        )

    def family(self, organisation: str, on: date, members: list[tuple[Someone, str]]) -> None:
        group = self.add("people_family", on, f"F-{self.reference(on)[4:]}", self.organisations[organisation])
        for who, role in members:
            self.add("people_familymember", on, group, who.id, role, on, NONE)

    # --- what was asked and agreed

    def consent(
        self, who: Someone, on: date, *, purpose: str, pathway: str = "", recipient: str = "", detained: str = "", guards: bool = False,
        organisation: str, valid_days: int = 180, proxy: str = "",
    ) -> tuple[UUID, date]:  # fmt: skip
        language = who.language if (purpose, who.language) in self.texts else "en"
        until = on + timedelta(days=valid_days)
        confidence = "limited" if detained or guards else "high"
        consent = self.add(
            "consent_consent", on, who.id, purpose, pathway, self.organisations.get(recipient), self.texts[purpose, language], who.language,
            f"interpreter, {who.language}" if who.needs_interpreter else NOBODY, "proxy" if proxy else "explicit_written", "parent" if proxy else "", proxy,
            "detention" if detained else "office", self.sites.get(detained), bool(detained), guards, "", True, self.officer(organisation),
            moment(on), until, confidence,
        )  # fmt: skip
        return consent, until

    def reconfirm(self, who: Someone, consent: UUID, at: datetime, organisation: str) -> None:
        officer = self.officer(organisation, "caseworker", 2)
        interpreter = f"interpreter, {who.language}" if who.needs_interpreter else NOBODY
        self.add("consent_reconfirmation", at.date(), consent, who.id, at, officer, "transit", True, who.language, interpreter)

    def fear(self, who: Someone, on: date, organisation: str, answer: str = "no_fear") -> UUID:
        return self.add(
            "protection_fearanswer", on, who.id, self.officer(organisation), moment(on), answer, True, who.language, ""
        )

    def shield(self, who: Someone, kind: str, since: date, because: UUID | None = None) -> None:
        self.add("people_shield", since, who.id, kind, moment(since), NONE, because)

    def screened(self, who: Someone, on: date, organisation: str, flags: tuple[str, ...] = ()) -> None:
        band = "critical" if flags else self.random.choice(["low", "low", "medium", "medium", "high"])
        levels = [self.random.choice(["low", "medium"]) for _level in range(4)]
        self.add(
            "protection_screening",
            on,
            who.id,
            self.officer(organisation, "protection_officer"),
            moment(on),
            *levels,
            flags,
            band,
            "",
        )

    def decided(self, who: Someone, on: date, organisation: str, chosen: str) -> None:
        offered = ["asylum", "evacuation", "stay"] if chosen == "evacuation" else ["asylum", "stay", "vhr"]
        self.add("protection_pathwaydecision", on, who.id, self.officer(organisation), moment(on, 11), offered, chosen, "")

    def child_alone(self, who: Someone, on: date, organisation: str, solution: str, valid_until: date) -> None:
        officer = self.officer(organisation, "protection_officer")
        self.add("people_childstatus", on, who.id, "unaccompanied", NONE, on, NONE)
        self.add(
            "protection_bestinterests", on, who.id, officer, moment(on), "assessment", "", "positive", "", "", False, valid_until
        )
        self.add(
            "protection_bestinterests",
            on,
            who.id,
            officer,
            moment(on, 12),
            "determination",
            solution,
            "positive",
            "",
            "Panel of three",
            False,
            valid_until,
        )
        self.add(
            "protection_childcare",
            on,
            who.id,
            officer,
            moment(on),
            "Appointed guardian",
            "found",
            "Escort, named",
            "Receiver, named",
        )

    def asked_about_trafficking(self, who: Someone, on: date, organisation: str) -> None:
        officer = self.officer(organisation, "protection_officer")
        self.add("protection_traffickingassessment", on, who.id, officer, moment(on), "no_indicator", NONE, NONE)

    def trafficked(self, who: Someone, on: date, organisation: str) -> None:
        officer = self.officer(organisation, "protection_officer")
        self.add("protection_traffickingassessment", on, who.id, officer, moment(on), "confirmed", on, on)

    # --- what travel needs

    def fit(
        self, who: Someone, at: datetime, until: datetime, category: str = "fit", service: str = "", organisation: str = "IOM-LBY"
    ) -> None:
        self.add(
            "movements_fittotravel",
            at.date(),
            who.id,
            category,
            service,
            at,
            until,
            self.officer(organisation, "medical_officer"),
        )

    def exit_cleared(self, who: Someone, asked: date, start: date, until: date, batch: str) -> None:
        number = f"X{self.random.randint(100000, 999999)}"
        self.add("movements_exitclearance", asked, who.id, "granted", batch, number, asked, start, until)

    def flight(
        self, code: str, on: date, *, pathway: str, operator: str, airport: str, capacity: int, status: str, stops: list[str], carriage: str = "charter",
        slots: tuple[int, int, int, int] = (4, 1, 2, 6), hour: int = 12, cleared: bool = True, fund: str = "", cost: int = 0,
    ) -> tuple[UUID, dict[str, UUID]]:  # fmt: skip
        day_before = on - timedelta(days=10)
        flight = self.add(
            "movements_flight", on, code, pathway, self.organisations[operator], carriage, "Charter carrier" if carriage == "charter" else "Scheduled carrier",
            "A320", self.sites[airport], moment(on, hour), on, capacity, *slots, fund, cost, status, True, 1,
        )  # fmt: skip
        places = {}
        for order, stop in enumerate(stops, 1):
            places[stop] = self.add("movements_stop", on, flight, order, self.sites[stop], NONE)
        state, answered = ("granted", day_before + timedelta(days=5)) if cleared else ("requested", NONE)
        for kind, authority in (
            ("landing", "Civil aviation, destination"),
            ("overflight", "Civil aviation, transit"),
            ("slot", "Airport"),
        ):
            self.add(
                "movements_clearance",
                day_before,
                flight,
                kind,
                authority,
                state,
                f"{kind[:2].upper()}-{code}",
                day_before,
                answered,
            )
        return flight, places

    def recorded(self, verb: str, thing: UUID, person: UUID, at: datetime, organisation: str) -> None:
        """The line of the record of deeds: written by the loader, said so."""
        self.rows.add(
            "audit_entry",
            at,
            self.organisations[organisation],
            NONE,
            "synthetic caseload",
            verb,
            thing,
            person,
            "general",
            "",
            "synthetic",
            "synthetic",
            "{}",
        )


def nationality_for(random: Random, shares: dict[str, int]) -> str:
    found = random.choices(list(shares), weights=list(shares.values()))[0]
    return random.choice(names.OTHERS) if found == "other" else found


def adult_age(random: Random) -> int:
    return min(20 + int(random.gammavariate(2.2, 4.2)), 64)


def is_woman(random: Random, nationality: str) -> bool:
    return random.random() < cal.WOMEN.get(nationality, 0.06)
