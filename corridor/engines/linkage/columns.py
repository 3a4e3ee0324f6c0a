"""The columns of a list of people, and the words that mean "we do not know"."""

from __future__ import annotations

from difflib import get_close_matches

PEOPLE = (
    "record_id", "source", "name", "given_name", "father_name", "family_name", "name_native", "mother_name", "sex", "birth_date",
    "age", "age_on", "birth_date_estimated", "nationality", "region_of_origin", "city", "phone", "document_number", "household_id",
    "present_on", "registered_on",
)  # fmt: skip
LABELS = ("left_id", "right_id", "decision", "decided_by")
UNKNOWN_WORDS = frozenset(("", "-", "?", "n/a", "unknown", "inconnu", "غير معروف"))
UNKNOWN_DATE = "1900-01-01"

ISO3 = frozenset(
    """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU
    BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA
    DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM
    GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT
    LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ
    MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF
    QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD
    TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB
    ZWE
    """.split()  # noqa: SIM905
)
# Codes other systems use and people carry over; told apart so that the sentence can say what was meant.
NOT_ISO3 = {"NGR": "NGA (Nigeria) or NER (Niger)", "CHD": "TCD", "SUD": "SDN", "SLN": "LKA", "GUI": "GIN", "ARE": "ARE"}
SEXES = {
    "m": "M", "f": "F", "x": "X", "male": "M", "female": "F", "homme": "M", "femme": "F", "masculin": "M", "feminin": "F",
    "ذكر": "M", "انثي": "F",
}  # fmt: skip
TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def nearest(column: str, known: tuple[str, ...]) -> str:
    """The known column that looks most like this one, or ""."""
    found = get_close_matches(column.lower().replace(" ", "_"), known, n=1, cutoff=0.5)
    return found[0] if found else ""
