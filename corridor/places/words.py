"""Words of places: kinds of site (domain notes 4.2)."""

from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class SiteKind(Word):
    AIRPORT = "airport", N_("Airport")
    DETENTION_OFFICIAL = "detention_official", N_("Detention centre, official")
    DETENTION_OTHER = "detention_other", N_("Detention centre, other authority")
    DETENTION_UNOFFICIAL = "detention_unofficial", N_("Place of detention, unofficial")
    DISEMBARKATION = "disembarkation", N_("Disembarkation point")
    URBAN = "urban", N_("Urban area")
    SHELTER = "shelter", N_("Shelter")
    GATHERING = "gathering", N_("Gathering and departure facility")
    TRANSIT = "transit", N_("Emergency transit site")
    CITY = "city", N_("Town or city of destination")
    OFFICE = "office", N_("Office or community centre")


DETENTION = frozenset({SiteKind.DETENTION_OFFICIAL, SiteKind.DETENTION_OTHER, SiteKind.DETENTION_UNOFFICIAL})
