"""A small world for tests: one mission, one UNHCR operation, two consulates, a government, a donor, staff in every role, sites.

`world.actor("caseworker")` is an Actor of IOM Libya; `world.actor("caseworker", "UNHCR-LBY")` of UNHCR. Everything else is
made by the real actions.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corridor.access import queries as access
from corridor.access.models import Grant, Office, Organisation, Staff
from corridor.access.roles import Role
from corridor.consent.models import ConsentText
from corridor.consent.words import Purpose
from corridor.kernel.actor import Actor
from corridor.places.models import Capacity, Site, SiteName
from corridor.places.words import SiteKind

ORGANISATIONS = [
    ("IOM-LBY", "IOM Libya", "iom_mission", "", "petrol-600"),
    ("UNHCR-LBY", "UNHCR Libya", "unhcr_operation", "", "plum-700"),
    ("CON-NGA", "Consular section of Nigeria", "consulate", "NG", "green-700"),
    ("CON-GMB", "Consular section of the Gambia", "consulate", "GM", "green-700"),
    ("GOV-NGA", "Government of Nigeria", "government", "NG", "sand-700"),
    ("DONOR", "Trust fund", "donor", "", "sand-700"),
    ("IOM-NGA", "IOM Nigeria", "iom_mission", "", "petrol-600"),
    ("TASKFORCE", "Joint taskforce", "taskforce", "", "plum-700"),
]
SITES = [
    ("MJI", "Mitiga", SiteKind.AIRPORT, "LY", "MJI"),
    ("MRA", "Misrata", SiteKind.AIRPORT, "LY", "MRA"),
    ("LOS", "Lagos", SiteKind.CITY, "NG", "LOS"),
    ("BJL", "Banjul", SiteKind.CITY, "GM", "BJL"),
    ("TRANSIT-RW", "Gashora", SiteKind.TRANSIT, "RW", "KGL"),
    ("GDF-TIP", "Gathering and departure facility", SiteKind.GATHERING, "LY", ""),
    ("DC-SIKKA", "Tariq al-Sikka", SiteKind.DETENTION_OFFICIAL, "LY", ""),
    ("URB-TIP", "Tripoli", SiteKind.URBAN, "LY", ""),
]


@dataclass
class World:
    organisations: dict[str, Organisation] = field(default_factory=dict)
    staff: dict[tuple[str, str, int], Staff] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    texts: dict[str, ConsentText] = field(default_factory=dict)

    @classmethod
    def build(cls) -> "World":
        world = cls()
        for code, name, kind, state, colour in ORGANISATIONS:
            world.organisations[code] = Organisation.objects.create(code=code, name=name, kind=kind, state=state, colour=colour)
        for code, name, kind, country, iata in SITES:
            site = Site.objects.create(code=code, name=name, kind=kind, country=country, iata=iata)
            SiteName.objects.create(site=site, name=name, key=name.lower())
            world.sites[code] = site
        for code, persons in (("TRANSIT-RW", 500), ("GDF-TIP", 600)):
            Capacity.objects.create(
                site=world.sites[code], days=(date(2019, 1, 1), date(2030, 1, 1)), persons=persons, because="MoU"
            )
        for purpose in Purpose:
            world.texts[str(purpose)] = ConsentText.objects.get(purpose=purpose, version="1.0", language="en")
        return world

    def someone(self, role: str, code: str = "IOM-LBY", number: int = 1, **extra: Any) -> Staff:
        """A member of staff in this role; `number` 2 is a second, different officer."""
        key = (role, code, number)
        if key not in self.staff:
            organisation = self.organisations[code]
            office, _ = Office.objects.get_or_create(
                organisation=organisation, name="Tripoli", defaults={"time_zone": "Africa/Tripoli"}
            )
            login = f"{role}.{code}.{number}".lower()
            staff = Staff(
                login=login,
                name=f"{Role(role).label} {number}",
                organisation=organisation,
                office=office,
                synthetic=True,
                **extra,
            )
            staff.set_password("correct horse battery")
            staff.save()
            Grant.objects.create(staff=staff, role=role, since=date(2015, 1, 1))
            self.staff[key] = staff
        return self.staff[key]

    def actor(self, role: str, code: str = "IOM-LBY", number: int = 1) -> Actor:
        return access.actor_for(self.someone(role, code, number))
