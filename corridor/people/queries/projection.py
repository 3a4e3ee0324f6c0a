"""What of a record is compared, as the linkage engine wants it: pure, numbers and hashed keys out, no text.

Scored are names (every way they are written), birth, sex, claimed nationality, telephones, documents and the family as a roster.
Where somebody is now is not: that says little about who it is, and a boarding would rewrite the record.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from corridor.engines.linkage import cells
from corridor.engines.linkage.features import SLOTS, Features, features
from corridor.engines.linkage.hashing import number
from corridor.engines.linkage.model import Model, in_use
from corridor.engines.linkage.person import ESTIMATE, EXACT, MONTH, YEAR, Birth, Person
from corridor.engines.linkage.scoring import born_as
from corridor.engines.names import tokens
from corridor.people.words import BirthPrecision, Sex

Way = tuple[str, ...]  # a name in one piece or in its parts
SHORTEST = 4  # signs of a document's number
_SEXES = {str(Sex.MALE): "M", str(Sex.FEMALE): "F", str(Sex.OTHER): "X"}
_SMALL = ("n", "prec", "y1", "y2", "slack", "mo", "dy", "sex", "rdir")
_LARGE = ("nat", "hh", "ext")
_BANDS = tuple(f"b{slot}" for slot in range(SLOTS))
_WEAK = tuple(f"w{slot}" for slot in range(SLOTS))
_SETS = ("s0", *_WEAK, "w_rest", "c0", "crest", "mc", "mw", "reg", "city", "days")
_HEAD = struct.Struct(f">{len(_SMALL) + len(_BANDS)}h{len(_LARGE)}q{len(_SETS)}H")


@dataclass(frozen=True)
class Facts:
    """What somebody wrote about a person, as far as it is compared. Ways of writing the name: the main one first."""

    ways: tuple[Way, ...] = ()
    sex: str = ""
    birth_date: date | None = None
    birth_precision: str = ""
    nationality: str = ""
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    family: str = ""
    registered_on: date | None = None


@dataclass(frozen=True)
class Projected:
    """A record ready for the store, or to look with. The first keys are those that tell by themselves: telephones, documents."""

    features: bytes
    phones: tuple[int, ...]
    documents: tuple[int, ...]
    keys: tuple[int, ...]
    offers: tuple[int, ...]

    @property
    def strong(self) -> tuple[int, ...]:
        return self.keys[: len(self.phones) + len(self.documents)]


def project(facts: Facts) -> Projected:
    """The record as the store keeps it. A function of the facts alone, whatever their order."""
    phones = tuple(dict.fromkeys(filter(None, (_read(cells.read_phone, text) for text in facts.phones))))
    read = (_read(cells.read_document, text) for text in facts.documents)
    documents = tuple(dict.fromkeys(text for text in read if len(text) >= SHORTEST))
    person = Person(
        record_id="",
        names=tuple(way for parts in facts.ways if (way := tuple(token for part in parts for token in tokens(part)))),
        sex=_SEXES.get(facts.sex, ""),
        birth=birth_of(facts.birth_date, facts.birth_precision, facts.registered_on),
        nationality=facts.nationality,
        household=facts.family,
        registered_on=facts.registered_on,
    )
    asked, offered = _whatever_nation(person)
    return kept(features(person), phones, documents, asked, offered)


def kept(
    record: Features, phones: Way, documents: Way, asked: Set[int] = frozenset(), offered: Set[int] = frozenset()
) -> Projected:
    """An engine's record with all its telephones and documents, and the keys that are only the store's."""
    strong = (*map(phone_key, phones), *(number(f"X{one}") for one in documents))
    asks = record.blocks | asked
    return Projected(
        pack(record, in_use()),
        tuple(map(number, phones)),
        tuple(map(number, documents)),
        (*strong, *sorted(asks.difference(strong))),
        tuple(sorted((record.offers | offered) - asks)),
    )


def _whatever_nation(person: Person) -> tuple[frozenset[int], frozenset[int]]:
    """(keys asked under, keys offered): two names, alone and with an age band. The engine's keys name the nationality; whoever has
    none asks by these with every reading of the names, and everybody else is found by the first reading."""
    known = bool(person.nationality)
    pairs = {
        "|".join(sorted((a, b)))
        for way in person.names
        for one, other in combinations(way[:SLOTS], 2)
        for a in one.keys[: 1 if known else 3]
        for b in other.keys[: 1 if known else 3]
    }
    born = person.birth
    if known:
        bands = [f"|{(born.first + born.last) // 6}"] if born else []
        return frozenset(), frozenset(number(f"W{pair}{band}") for pair in pairs for band in ("", *bands))
    reach = range((born.first - born.slack - 1) // 3, (born.last + born.slack + 1) // 3 + 1) if born else ()
    return frozenset(number(f"W{pair}{band}") for pair in pairs for band in ("", *(f"|{one}" for one in reach))), frozenset()


def phone_key(phone: str) -> int:
    return number(f"P{phone}")


def document_key(text: str) -> tuple[int, int]:
    """A document's number as compared, and its key; zeros when too little is left of it to tell anybody apart."""
    read = cells.read_document(text)
    return (number(read), number(f"X{read}")) if len(read) >= SHORTEST else (0, 0)


def _read(reader: Callable[[str], str], text: str) -> str:
    try:
        return reader(text)
    except cells.NotUnderstood:
        return ""


def pack(record: Features, model: Model) -> bytes:
    """Numbers first, then how many each set holds, then all of them. What can be made of other parts is left out."""
    rest = record.sets["wrest"].difference(*(record.sets[name] for name in _WEAK[1:]))
    sets = [rest if name == "w_rest" else record.sets[name] for name in _SETS]
    bands = [model.rarity_of(record.terms[slot]) if slot < len(record.terms) else 0 for slot in range(SLOTS)]
    numbers = born_as(record.numbers, model)
    head = _HEAD.pack(*(numbers[name] for name in _SMALL), *bands, *(numbers[name] for name in _LARGE), *map(len, sets))
    return head + b"".join(struct.pack(f">{len(one)}q", *sorted(one)) for one in sets)


class Ready:
    """A record as conditions of the engine speak of it, with every telephone and document."""

    phone: int
    doc: int
    phones: Sequence[int]
    documents: Sequence[int]


_SCALARS = (*_SMALL, *_BANDS, *_LARGE)
_SCALAR = len(_SCALARS)
_SPOKEN = (*_SETS, "wrest", "wall")  # sets as conditions name them


def ready(packed: bytes, phones: Sequence[int], documents: Sequence[int]) -> Ready:
    """The record as the scorer asks it, on either side."""
    record = glance(packed, phones, documents)
    found = record.__dict__
    for name in _SPOKEN:
        found[name] = frozenset(found[name])
    return record


def glance(packed: bytes, phones: Sequence[int], documents: Sequence[int]) -> Ready:
    """The record to be held against one that is `ready`: what is met there in a set is run through here, and need not be one.

    Hundreds of times for each check: hence the care, and the offsets written out in the order of _SETS.
    """
    head = _HEAD.unpack_from(packed)
    numbers = _large((len(packed) - _HEAD.size) >> 3).unpack_from(packed, _HEAD.size)
    s0, w0, w1, w2, w3, rest, c0, crest, mc, mw, reg, city, days = head[_SCALAR:]
    b = s0 + w0
    c = b + w1
    d = c + w2
    e = d + w3
    f = e + rest
    g = f + c0
    h = g + crest
    i = h + mc
    j = i + mw
    k = j + reg
    record = Ready()
    found = record.__dict__
    found.update(zip(_SCALARS, head, strict=False))
    found["s0"], found["w0"], found["w1"], found["w2"], found["w3"] = (
        numbers[:s0],
        numbers[s0:b],
        numbers[b:c],
        numbers[c:d],
        numbers[d:e],
    )
    found["w_rest"], found["wrest"], found["wall"] = numbers[e:f], numbers[b:f], numbers[s0:f]
    found["c0"], found["crest"], found["mc"], found["mw"] = numbers[f:g], numbers[g:h], numbers[h:i], numbers[i:j]
    found["reg"], found["city"], found["days"] = numbers[j:k], numbers[k : k + city], numbers[k + city :]
    found["moms"], found["regs"], found["cities"], found["seen"] = mw, reg, city, days
    found["phones"], found["documents"] = phones, documents
    found["phone"], found["doc"] = phones[0] if phones else 0, documents[0] if documents else 0
    return record


@cache
def _large(count: int) -> struct.Struct:
    return struct.Struct(f">{count}q")


def side_by_side(one: Ready, other: Ready) -> None:
    """The telephone and the document by which two records are compared: one that both have, else the first of each."""
    for column, every in (("phone", "phones"), ("doc", "documents")):
        mine, theirs = getattr(one, every), getattr(other, every)
        common = set(mine).intersection(theirs) if mine and theirs else None
        for record, numbers in ((one, mine), (other, theirs)):
            setattr(record, column, min(common) if common else numbers[0] if numbers else 0)


def ways_of(parts: Way, full: str) -> list[Way]:
    """How one name is written: in its parts when they are known, and in full."""
    spoken = tuple(part for part in parts if part.strip())
    return [spoken, (full,)] if spoken else [(full,)]


def birth_of(born: date | None, precision: str, registered_on: date | None) -> Birth | None:
    """A birth as the engine reads lists: 1 January is a year; an estimate is wide, wider for an age in whole fives."""
    if born is None or precision == BirthPrecision.UNKNOWN:
        return None
    if precision == BirthPrecision.ESTIMATED:
        age = (registered_on or born).year - born.year
        return Birth(born.year - 1, born.year, 3 if age > 20 and age % 5 == 0 else 2, 0, 0, ESTIMATE)
    if precision == BirthPrecision.YEAR or (precision != BirthPrecision.MONTH and (born.month, born.day) == (1, 1)):
        return Birth(born.year, born.year, 0, 0, 0, YEAR)
    day = 0 if precision == BirthPrecision.MONTH else born.day
    return Birth(born.year, born.year, 0, born.month, day, EXACT if day else MONTH)
