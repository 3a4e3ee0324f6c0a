"""Words in cells: sexes, countries, documents, languages in three languages and as systems abbreviate them. Unknown stays unknown."""

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

from corridor.engines.names import fold
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.people.words import Sex

from .vocabulary import ALONE, ALPHA3, COUNTRIES, DOCUMENTS, LANGUAGES, NO, PLACES, SEXES, UNKNOWN

LONGEST_UNKNOWN = 20


def _refused(code: str, text: str) -> Refused:
    return Refused(Reason(f"exchange.value.{code}", text))


def known(text: str) -> str:
    """The text, or nothing when it says that nothing is known."""
    text = text.strip()
    if len(text) <= LONGEST_UNKNOWN and fold(text) in UNKNOWN:
        return ""
    return text if any(char.isalnum() for char in text) else ""


def _table(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {fold(word): str(value) for value, spoken in words.items() for word in spoken}


_SEXES, _DOCUMENTS, _ALONE, _PLACES = _table(SEXES), _table(DOCUMENTS), _table(ALONE), _table(PLACES)  # type: ignore[arg-type]


def sex(text: str) -> str:
    if not known(text):
        return Sex.UNKNOWN.value
    if found := _SEXES.get(fold(text)):
        return found
    raise _refused("sex", N_("We cannot read this sex. Write female, male, other or unknown, in English, French or Arabic."))


def country(text: str) -> str:
    if not known(text):
        return ""
    if found := countries().get(_plain(text)):
        return found
    raise _refused(
        "country", N_("We know no country of this name. Write its name in English, French or Arabic, or its ISO code.")
    )


def _plain(text: str) -> str:
    """Folded, without the article that some lists write and others do not."""
    folded = fold(text)
    return folded.removeprefix("the ").removeprefix("la ").removeprefix("le ").removeprefix("ال")


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "UN", "EZ", "QO", "XA", "XB"):
                found.setdefault(_plain(name), code)
                found.setdefault(code.lower(), code)
    for code, names in COUNTRIES.items():
        found.update({_plain(name): code for name in names})
    found.update({code3.lower(): code2 for code3, code2 in ALPHA3.items()})
    return found


def country_names(language: str) -> list[str]:
    """For the template's drop-down, in the order of the language's names."""
    names = Locale.parse(language).territories
    return sorted(names[code] for code in sorted(set(countries().values())) if code in names)


def document_kind(text: str) -> str:
    if not known(text):
        return ""
    if found := _DOCUMENTS.get(fold(text)):
        return found
    raise _refused(
        "document", N_("We know no such kind of document. Write passport, national identity card, laissez-passer or other.")
    )


def child_alone(text: str) -> str:
    if not known(text) or fold(text) in NO:
        return ""
    if found := _ALONE.get(fold(text)):
        return found
    raise _refused("child_alone", N_("Write unaccompanied, separated or no."))


def location(text: str) -> str:
    if not known(text):
        return ""
    if found := _PLACES.get(fold(text)):
        return found
    raise _refused("location", N_("Write the kind of place: detention, town, shelter, transit or disembarkation."))


def spoken(text: str) -> tuple[str, ...]:
    """ISO 639 codes of the languages named; one we cannot read is refused rather than dropped."""
    codes = []
    for part in text.replace(";", ",").replace("/", ",").replace("،", ",").replace("+", ",").replace("&", ",").split(","):
        if not known(part):
            continue
        if fold(part) not in tongues():
            raise _refused(
                "language", N_("We know no language of this name. Write its name in English, French or Arabic, or its ISO code.")
            )
        codes.append(tongues()[fold(part)])
    return tuple(dict.fromkeys(codes))


@lru_cache(maxsize=1)
def tongues() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).languages.items():
            if "_" not in code:
                found.setdefault(fold(name), code)
                found.setdefault(code.lower(), code)
    more = {"edo": "bin", "bini": "bin", "fulani": "ff", "peul": "ff", "pulaar": "ff", "pular": "ff", "mandinka": "mnk", "pidgin": "pcm",
            "tigrigna": "ti", "bambara": "bm", "haoussa": "ha", "zaghawa": "zag", "fur": "fvr", "madingo": "man"}  # fmt: skip
    return found | more
