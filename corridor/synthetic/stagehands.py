"""Sets the stage: organisations, one login per role, sites with their spellings and capacities, advisories. No people yet."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.contrib.auth.hashers import make_password

from corridor.access.models import Grant, Office, Organisation, Staff
from corridor.access.roles import Role
from corridor.consent.models import ConsentText
from corridor.engines.names import fold
from corridor.places.models import Capacity, Site, SiteName
from corridor.places.words import SiteKind

from . import calibration as cal
from .evidence import Stage

PASSWORD = "corridor-demo-2026"  # noqa: S105 - of invented staff, printed by bin/demo
UNLOCK = "246810"
ORGANISATIONS = (
    ("IOM-LBY", "IOM Libya", "iom_mission", "", "petrol-600"),
    ("UNHCR-LBY", "UNHCR Libya", "unhcr_operation", "", "org-unhcr"),
    ("IOM-NGA", "IOM Nigeria", "iom_mission", "NG", "petrol-600"),
    ("UNHCR-RWA", "UNHCR Rwanda", "unhcr_operation", "RW", "org-unhcr"),
    ("TASKFORCE", "Joint taskforce", "taskforce", "", "plum-700"),
    ("GOV-LBY", "Immigration authority", "government", "LY", "grey-600"),
    ("DONOR", "Trust fund", "donor", "", "grey-600"),
    ("NGO-CARE", "Community partner", "ngo_partner", "", "grey-600"),
    ("AIRLINE", "Charter carrier", "carrier", "", "grey-600"),
)
CONSULATES = ("NG", "ML", "GN", "NE", "GM", "CI", "SN", "GH", "CM", "BF", "BD", "SD")
# login, name, organisation, roles, language
STAFF = (
    ("registrar", "Salma Farouk", "IOM-LBY", ("registrar",), "en"),
    ("caseworker", "Sami Haddad", "IOM-LBY", ("caseworker",), "en"),
    ("caseworker2", "Nadia Mansour", "IOM-LBY", ("caseworker",), "fr"),
    ("protection", "Leila Haddad", "IOM-LBY", ("protection_officer",), "en"),
    ("head", "Marta Lindqvist", "IOM-LBY", ("head_of_protection",), "en"),
    ("medical", "Dr Omar Zaki", "IOM-LBY", ("medical_officer",), "en"),
    ("movement", "Tarek Ben Salem", "IOM-LBY", ("movement_officer",), "ar"),
    ("movement2", "Ines Trabelsi", "IOM-LBY", ("movement_officer",), "en"),
    ("supervisor", "Anna Keller", "IOM-LBY", ("supervisor",), "en"),
    ("unhcr", "Joseph Mugisha", "UNHCR-LBY", ("caseworker",), "en"),
    ("unhcr2", "Elena Rossi", "UNHCR-LBY", ("caseworker",), "en"),
    ("unhcr-protection", "Hana Tesfaye", "UNHCR-LBY", ("protection_officer",), "en"),
    ("unhcr-medical", "Dr Paul Okello", "UNHCR-LBY", ("medical_officer",), "en"),
    ("unhcr-movement", "Kofi Annor", "UNHCR-LBY", ("movement_officer",), "en"),
    ("transit", "Claudine Uwase", "UNHCR-LBY", ("transit_officer",), "en"),
    ("reintegration", "Chinedu Obi", "IOM-NGA", ("reintegration_officer",), "en"),
    ("analyst", "Amara Diop", "TASKFORCE", ("analyst",), "fr"),
    ("consul-ng", "A. Bello", "CON-NG", ("consular_officer",), "en"),
    ("consul-ml", "B. Traoré", "CON-ML", ("consular_officer",), "fr"),
)
COUNTRY_WORDS = {
    "NG": "Nigeria", "ML": "Mali", "GN": "Guinea", "NE": "Niger", "GM": "the Gambia", "CI": "Côte d’Ivoire", "SN": "Senegal", "GH": "Ghana",
    "CM": "Cameroon", "BF": "Burkina Faso", "BD": "Bangladesh", "SD": "Sudan",
}  # fmt: skip


def build(random: Random, today: date) -> Stage:
    organisations = _organisations()
    officers = _staff(organisations)
    sites = _sites(today)
    texts = {(text.purpose, text.language): text.id for text in ConsentText.objects.order_by("version", "id")}
    return Stage(organisations, officers, sites, texts, today, random)


def _organisations() -> dict[str, UUID]:
    rows = [
        *ORGANISATIONS,
        *[(f"CON-{iso}", f"Consular section of {COUNTRY_WORDS[iso]}", "consulate", iso, "grey-600") for iso in CONSULATES],
    ]
    return {
        code: Organisation.objects.create(code=code, name=name, kind=kind, state=state, colour=colour).id
        for code, name, kind, state, colour in rows
    }


def _staff(organisations: dict[str, UUID]) -> dict[tuple[str, str, int], UUID]:
    """Each officer by organisation, role and number; the second of a role is who confirms again."""
    secret, pin = make_password(PASSWORD), make_password(UNLOCK)
    found: dict[tuple[str, str, int], UUID] = {}
    for login, name, code, roles, language in STAFF:
        zone = "Africa/Lagos" if code == "IOM-NGA" else "Africa/Tripoli"
        office, _made = Office.objects.get_or_create(
            organisation_id=organisations[code], name=_office(code), defaults={"time_zone": zone}
        )
        staff = Staff.objects.create(
            login=login,
            name=name,
            organisation_id=organisations[code],
            office=office,
            language=language,
            password=secret,
            unlock_hash=pin,
            synthetic=True,
        )
        for role in roles:
            Grant.objects.create(staff=staff, role=Role(role), since=date(2015, 1, 1))
            number = 2 if (code, role, 1) in found else 1
            found[code, role, number] = staff.id
    return found


def _office(code: str) -> str:
    return {"IOM-NGA": "Lagos", "TASKFORCE": "Joint desk"}.get(code, "Tripoli")


def _sites(today: date) -> dict[str, UUID]:
    sites: dict[str, UUID] = {}

    def site(
        code: str, name: str, kind: SiteKind, country: str, *, area: str = "", iata: str = "", spellings: tuple[str, ...] = ()
    ) -> Site:
        row = Site.objects.create(code=code, name=name, kind=kind, country=country, area=area, iata=iata)
        for spelling in {fold(one): one for one in (name, *spellings)}.values():
            SiteName.objects.create(site=row, name=spelling, key=fold(spelling))
        sites[code] = row.id
        return row

    for code, name in cal.AIRPORTS:
        site(code, name, SiteKind.AIRPORT, "LY", iata=code)
    for code, name, area, spellings in cal.CENTRES:
        site(code, name, SiteKind.DETENTION_OFFICIAL, "LY", area=area, spellings=spellings)
    for code, name in cal.URBAN:
        site(code, name, SiteKind.URBAN, "LY", area=name)
    for code, city, country, iata in cal.DESTINATIONS.values():
        site(code, city, SiteKind.CITY, country, iata=iata)
    site("SHELTER-W", "Women’s shelter, Tripoli", SiteKind.SHELTER, "LY", area="Tripoli")
    gathering = site("GDF-TIP", "Gathering and departure facility, Tripoli", SiteKind.GATHERING, "LY", area="Tripoli")
    Capacity.objects.create(
        site=gathering, days=(date(2018, 12, 4), today + timedelta(days=3650)), persons=1000, because="Announced on opening"
    )
    for country, (code, name, iata, capacities) in cal.TRANSIT.items():
        row = site(code, name, SiteKind.CITY if country == "IT" else SiteKind.TRANSIT, country, iata=iata)
        ends = [start for start, _persons, _because in capacities[1:]] + [today + timedelta(days=3650)]
        for (start, persons, because), end in zip(capacities, ends, strict=True):
            Capacity.objects.create(site=row, days=(start, end), persons=persons, because=because)
    return sites
