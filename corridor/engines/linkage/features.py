"""A person's record as columns that every engine can compare: small numbers and sets of hashed keys, no text.

The same columns stand in DuckDB and Spark tables and in the Python scorer, so one condition means the same in all three
(see `comparisons`). `0`, `-1` and the empty set mean unknown. Blocking keys say which records are worth comparing at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations

from corridor.engines.names import Token

from .hashing import number, typing_slips
from .person import EXACT, Birth, Person
from .places import direction, place_keys, place_slips

SLOTS = 4
NUMBERS = (
    "n",
    "prec",
    "y1",
    "y2",
    "slack",
    "mo",
    "dy",
    "sex",
    "nat",
    "phone",
    "doc",
    "hh",
    "rdir",
    "moms",
    "regs",
    "cities",
    "seen",
    "ext",
)
SETS = ("s0", *(f"w{slot}" for slot in range(SLOTS)), "c0", "crest", "wrest", "wall", "mc", "mw", "reg", "city", "days")
TERMS = tuple(f"p{slot}" for slot in range(SLOTS))


@dataclass(slots=True)
class Features:
    """One record ready to compare.

    `terms` are the keys whose rarity counts, slot by slot. Two records are compared when one's `blocks` meet the other's `blocks`
    or `offers`: under an offer a record is found, but does not look for others (all who lack a birth date would otherwise meet all).
    """

    record_id: str
    numbers: dict[str, int]
    sets: dict[str, frozenset[int]]
    terms: tuple[str, ...]
    blocks: frozenset[int]
    offers: frozenset[int]


@dataclass(slots=True)
class _Slot:
    """One of the person's names with every spelling it was written in."""

    spellings: set[str]
    close: set[str]
    keys: dict[str, None]

    def hears(self, token: Token) -> bool:
        return any(key in self.keys for key in token.keys)

    def add(self, token: Token) -> None:
        self.spellings.add(token.text)
        self.close.update(token.close)
        self.keys.update(dict.fromkeys(token.keys))

    def weak(self) -> frozenset[int]:
        slips = frozenset().union(*(typing_slips(text) for text in self.spellings))
        return slips | frozenset(map(number, self.keys))


def _slots(ways: tuple[tuple[Token, ...], ...]) -> list[_Slot]:
    """The ways a name was written laid over each other: the first way gives the order, later ones spellings or more names."""
    slots: list[_Slot] = []
    for way in ways:
        free = list(slots)
        unheard: list[Token] = []
        for token in way:
            slot = next((known for known in free if known.hears(token)), None)
            if slot:
                free.remove(slot)
                slot.add(token)
            else:
                unheard.append(token)
        for token, slot in zip(unheard, free, strict=False):
            slot.add(token)  # the other way of writing has a name here too: the same name in a spelling we cannot hear
        slots += [_Slot({token.text}, set(token.close), dict.fromkeys(token.keys)) for token in unheard[len(free) :]]
    return slots


def features(person: Person) -> Features:
    """The columns of one record. A function of the record alone."""
    slots = _slots(person.names)[: SLOTS + 1]
    given, rest = slots[:1], slots[1:]
    weak = [slot.weak() for slot in slots]
    columns: dict[str, frozenset[int]] = {f"w{slot}": weak[slot] if slot < len(weak) else frozenset() for slot in range(SLOTS)}
    columns["s0"] = frozenset(number(text) for slot in given for text in slot.spellings)
    columns["c0"] = frozenset(number(key) for slot in given for key in slot.close)
    columns["crest"] = frozenset(number(key) for slot in rest for key in slot.close)
    columns["wrest"] = frozenset().union(*weak[1:])
    columns["wall"] = frozenset().union(*weak)
    columns["mc"] = frozenset(number(key) for token in person.mother[:1] for key in token.close)
    columns["mw"] = frozenset(number(key) for token in person.mother for key in token.keys)
    columns["reg"], columns["city"] = (place_keys(text) | place_slips(text) for text in (person.region, person.city))
    columns["days"] = frozenset(person.present_on)
    terms = tuple(next(iter(slot.keys)) for slot in slots[:SLOTS])
    blocks, offers = _blocks(person, slots, columns)
    return Features(person.record_id, _numbers(person, len(slots), columns), columns, terms, blocks, offers)


def _numbers(person: Person, names: int, columns: dict[str, frozenset[int]]) -> dict[str, int]:
    born = person.birth or Birth(0, 0, 0, 0, 0, -1)
    return {
        "n": min(names, SLOTS),
        "prec": born.precision, "y1": born.first, "y2": born.last, "slack": born.slack, "mo": born.month, "dy": born.day,
        "sex": {"M": 1, "F": 2, "X": 3}.get(person.sex, 0),
        "nat": number(person.nationality), "phone": number(person.phone), "doc": number(person.document),
        "hh": number(f"{person.source}\x1f{person.household}") if person.household else 0,
        "rdir": direction(person.region), "ext": number(person.external),
        "moms": len(columns["mw"]), "regs": len(columns["reg"]), "cities": len(columns["city"]), "seen": len(columns["days"]),
    }  # fmt: skip


def _blocks(person: Person, slots: list[_Slot], columns: dict[str, frozenset[int]]) -> tuple[frozenset[int], frozenset[int]]:
    """(keys under which this record looks for others, keys under which it is only found)."""
    heard = [list(slot.keys)[:3] for slot in slots[:SLOTS]]
    nation, born, regions = person.nationality, person.birth, place_keys(person.region)
    places = [*map(str, regions), *(f"{city}|{nation}" for city in place_keys(person.city))]
    pairs = {"|".join(sorted((a, b))) for x, y in combinations(heard, 2) for a in x for b in y}
    triples = {"|".join(sorted((a, b, c))) for x, y, z in combinations(heard, 3) for a in x[:2] for b in y[:2] for c in z[:2]}
    singles = {key for keys in heard for key in keys}
    starts = {f"{a}|{y[0][:3]}" for x, y in permutations(heard, 2) for a in x[:2]}  # one name as heard, how another begins
    keys = [f"P{person.phone}"] if person.phone else []
    keys += [f"X{person.document}"] if person.document else []
    keys += [f"T{triple}|{nation}" for triple in triples]
    keys += [f"Q{pair}|{region}" for pair in pairs for region in regions]
    keys += [f"M{single}|{mother}|{nation}" for single in singles for mother in sorted(columns["mw"])[:4]]
    offers: list[str] = []
    if born:
        bands = range((born.first - born.slack - 1) // 3, (born.last + born.slack + 1) // 3 + 1)
        keys += [f"N{pair}|{nation}|{band}" for pair in pairs for band in bands]
        keys += [f"R{single}|{region}|{band}" for single in singles for region in regions for band in bands]
        offers += [f"U{pair}|{nation}" for pair in pairs]
        one_name = [f"Y{single}|{year}|{nation}" for single in singles for year in range(born.first, born.last + 1)]
        (keys if len(slots) == 1 else offers).extend(one_name)
        keys += [f"L{start}|{year}|{nation}" for start in starts for year in range(born.first, born.last + 1)]
        offers += [f"S{single}|{place}" for single in singles for place in places]
        if born.precision == EXACT:
            keys += [f"H{pair}|{born.month}-{born.day}" for pair in pairs]  # a year written wrongly
            keys.append(f"B{born.first}-{born.month}-{born.day}|{nation}")  # names no rule brings together
            keys += [f"D{single}|{born.first}-{born.month}-{born.day}" for single in singles]
            keys += [f"D{single}|{born.first}-{born.day}-{born.month}" for single in singles if born.day <= 12]
    else:
        keys += [f"U{pair}|{nation}" for pair in pairs]
        keys += [f"S{single}|{place}" for single in singles for place in places]
    return frozenset(map(number, keys)), frozenset(map(number, offers))
