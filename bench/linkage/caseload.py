"""An invented caseload with known truth: who is who, and which pairs only look alike. Same records and seed, same file.

Persons with families, households, twins and namesakes; records as five kinds of list write them: other spellings, scripts, orders,
missing cells, rounded births, ages, swapped days, husbands in the father's column. Marked synthetic by its source names.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from bench.linkage.names import CHAIN, Choice, pool
from corridor.engines.linkage.columns import PEOPLE

NATIONS = {
    "SDN": 24,
    "NER": 18,
    "TCD": 10,
    "NGA": 9,
    "EGY": 8,
    "MLI": 6,
    "SYR": 5,
    "BGD": 5,
    "GIN": 4,
    "ERI": 4,
    "SOM": 4,
    "ETH": 3,
}
# source: (share of records, share in own script, how the name column is written, Latin "style" of its clerks)
SOURCES = {
    "synthetic-iom": (40, 0.08, "name"), "synthetic-unhcr": (22, 0.10, "parts"), "synthetic-detention": (18, 0.55, "name"),
    "synthetic-consular": (12, 0.35, "parts"), "synthetic-returned": (8, 0.05, "name"),
}  # fmt: skip
CITIES = (
    ("Tripoli", "طرابلس"), ("Benghazi", "بنغازي"), ("Sebha", "سبها"), ("Misrata", "مصراتة"), ("Zawiya", "الزاوية"), ("Zuwara", "زوارة"),
    ("Kufra", "الكفرة"), ("Bani Walid", "بني وليد"), ("Tobruk", "طبرق"), ("Sabratha", "صبراتة"),
)  # fmt: skip
REGIONS = {
    "SDN": "North Darfur|South Darfur|West Darfur|Khartoum|Gezira|Kassala|Gedaref|North Kordofan|South Kordofan|Blue Nile|Sennar|Red Sea",
    "NER": "Agadez|Zinder|Maradi|Tahoua|Niamey|Dosso|Tillaberi|Diffa", "TCD": "Ouaddai|Batha|Kanem|Wadi Fira|Guera|Ennedi|Borkou|Sila",
    "NGA": "Edo|Delta|Lagos|Kano|Kaduna|Oyo|Imo|Anambra|Sokoto|Borno", "EGY": "Fayoum|Beheira|Assiut|Minya|Sohag|Gharbia|Sharqia|Menoufia",
    "MLI": "Kayes|Koulikoro|Sikasso|Segou|Mopti|Tombouctou|Gao|Bamako", "SYR": "Aleppo|Homs|Hama|Idlib|Daraa|Damascus|Raqqa|Deir ez-Zor",
    "BGD": "Dhaka|Sylhet|Madaripur|Comilla|Noakhali|Faridpur|Shariatpur|Kishoreganj", "GIN": "Labé|Kankan|Mamou|Conakry|Kindia|Faranah|Boké",
    "ERI": "Debub|Maekel|Anseba|Gash Barka|Northern Red Sea|Southern Red Sea", "SOM": "Banadir|Bay|Hiiraan|Mudug|Togdheer|Gedo|Bakool",
    "ETH": "Oromia|Amhara|Tigray|Addis Ababa|Somali|Sidama|Afar",
}  # fmt: skip


@dataclass
class Human:
    """One invented person as they are, not as lists write them."""

    ident: int
    nationality: str
    sex: str
    names: tuple[Choice, ...]
    mother: Choice
    born: date
    jan1: bool
    region: str
    phone: str
    household: str
    document: str
    head: Choice | None
    kin: set[int] = field(default_factory=set)


class Caseload:
    """Draws people and records; `rows` are the list, `truth` record → person, `traps` pairs of persons that only look alike."""

    def __init__(self, records: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.people: list[Human] = []
        self.rows: list[dict[str, str]] = []
        self.truth: dict[str, int] = {}
        self.traps: dict[tuple[int, int], str] = {}
        self._styles: dict[tuple[str, str], int] = {}
        self._draw(records)

    # -- people -------------------------------------------------------------
    def _name(self, nationality: str, role: str) -> Choice:
        names = pool(nationality, role)
        rank = int(len(names) * self.chance.random() ** (3.2 if len(names) > 100 else 1.7))
        return names[min(rank, len(names) - 1)]

    def _human(self, like: Human | None = None, **changes) -> Human:
        ident = len(self.people)
        if like is None:
            nationality = self.chance.choices(list(NATIONS), list(NATIONS.values()))[0]
            sex = "M" if self.chance.random() < 0.78 else "F"
            names: tuple[Choice, ...] = (self._name(nationality, sex), self._name(nationality, "family"))
            if nationality in CHAIN:
                names += (self._name(nationality, "M"),)
            human = Human(
                ident, nationality, sex, names, self._name(nationality, "F"), self._birth(), self.chance.random() < 0.38,
                self.chance.choice(REGIONS[nationality].split("|")), f"09{self.chance.randint(10000000, 99999999)}",
                f"H{ident}", f"LBY-{self.chance.randint(14, 24)}C{self.chance.randint(0, 99999):05d}",
                self._name(nationality, "M") if sex == "F" and self.chance.random() < 0.3 else None,
            )  # fmt: skip
        else:
            human = replace(
                like,
                ident=ident,
                kin=set(),
                document=f"LBY-{self.chance.randint(14, 24)}C{self.chance.randint(0, 99999):05d}",
                **changes,
            )
        self.people.append(human)
        return human

    def _birth(self) -> date:
        age = self.chance.triangular(1, 62, 24)
        if self.chance.random() < 0.25:
            age = max(1, round(age / 5) * 5)
        return date(2020, 1, 1) - timedelta(days=int(age * 365.25) + self.chance.randint(0, 364))

    def _relatives(self, human: Human) -> list[Human]:
        """Twin, brothers and sisters, a namesake: what makes linkage dangerous."""
        found, roll = [], self.chance.random()
        if roll < 0.015:
            sex = human.sex if self.chance.random() < 0.7 else ("F" if human.sex == "M" else "M")
            found.append((self._human(human, sex=sex, names=(self._other(human, sex), *human.names[1:]), head=None), "twin"))
        elif roll < 0.09:
            for _ in range(self.chance.randint(1, 3)):
                sex = "M" if self.chance.random() < 0.7 else "F"
                born = human.born + timedelta(days=self.chance.choice((-1, 1)) * self.chance.randint(400, 4200))
                child = self._human(human, sex=sex, names=(self._other(human, sex), *human.names[1:]), born=born, head=None)
                found.append((child, "sibling"))
        if self.chance.random() < 0.06:
            other = self._human()
            third = (self._name(human.nationality, "M"),) if len(human.names) > 2 else ()
            other.nationality, other.sex, other.names = human.nationality, human.sex, (*human.names[:2], *third)
            other.born, other.jan1, human.jan1 = human.born, True, True
            other.region = self.chance.choice(REGIONS[human.nationality].split("|"))
            found.append((other, "namesake"))
        for other, kind in found:
            self.traps[(human.ident, other.ident)] = kind
        return [other for other, _ in found]

    def _other(self, human: Human, sex: str) -> Choice:
        while True:
            name = self._name(human.nationality, sex)
            if name[0] != human.names[0][0] or (not name[0] and name[1] != human.names[0][1]):
                return name

    # -- records ------------------------------------------------------------
    def _draw(self, records: int) -> None:
        while len(self.rows) < records:
            human = self._human()
            for one in (human, *self._relatives(human)):
                for _ in range(self.chance.choices((1, 2, 3, 4, 5), (68, 20, 8, 3, 1))[0]):
                    self._record(one)
        self.chance.shuffle(self.rows)
        self.rows = self.rows[:records]
        kept = {row["record_id"] for row in self.rows}
        self.truth = {ident: person for ident, person in self.truth.items() if ident in kept}

    def _latin(self, name: Choice, source: str) -> str:
        """A clerk keeps to one habit of writing a name most of the time."""
        _, latin, weights = name
        style = self._styles.setdefault((source, "".join(latin)), self.chance.choices(range(len(latin)), weights)[0])
        return latin[style] if self.chance.random() < 0.4 else self.chance.choices(latin, weights)[0]

    def _typo(self, text: str) -> str:
        if self.chance.random() > 0.05 or len(text) < 4:
            return text
        at, kind = self.chance.randrange(1, len(text)), self.chance.random()
        if kind < 0.3:
            return text[:at] + text[at + 1 :]
        if kind < 0.6:
            return text[:at] + text[at - 1] + text[at:]
        if kind < 0.8 and at < len(text) - 1:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return text[:at] + self.chance.choice("aeioumnrtl") + text[at + 1 :]

    def _written(self, human: Human, source: str) -> tuple[list[str], bool]:
        own_script = self.chance.random() < SOURCES[source][1] and all(name[0] for name in human.names)
        names = list(human.names)
        if human.head and len(names) > 1 and self.chance.random() < 0.35:
            names[1] = human.head
        words = [self._typo(name[0] if own_script else self._latin(name, source)) for name in names]
        return words, own_script

    def _disorder(self, words: list[str]) -> list[str]:
        chance = self.chance
        if len(words) > 2 and chance.random() < 0.35:
            words = words[:2]
        if chance.random() < 0.02:
            return words[:1]
        if len(words) > 2 and chance.random() < 0.02:
            words = [words[0], words[2]]
        if chance.random() < 0.07:
            return words[::-1]
        if len(words) > 2 and chance.random() < 0.04:
            words = [words[0], words[2], words[1]]
        return words

    def _record(self, human: Human) -> None:
        chance = self.chance
        source = chance.choices(list(SOURCES), [s[0] for s in SOURCES.values()])[0]
        row = dict.fromkeys(PEOPLE, "")
        ident = f"r{len(self.truth):07d}"
        row |= {"record_id": ident, "source": source, "nationality": human.nationality}
        words, own_script = self._written(human, source)
        words = self._disorder(words)
        if SOURCES[source][2] == "parts" and len(words) > 1:
            columns = (
                ("given_name", "family_name")
                if len(words) == 2 and human.nationality not in CHAIN
                else ("given_name", "father_name", "family_name")
            )
            row |= dict(zip(columns, words, strict=False))
        else:
            text = " ".join(words)
            row["name"] = text.upper() if chance.random() < 0.2 and not own_script else text
        if not own_script and chance.random() < 0.06 and all(name[0] for name in human.names):
            row["name_native"] = " ".join(name[0] for name in human.names)
        registered = date(2018, 1, 1) + timedelta(days=chance.randint(0, 2500))
        row["registered_on"] = registered.isoformat()
        self._birth_cells(row, human, registered)
        row["sex"] = human.sex if chance.random() > 0.006 else ("F" if human.sex == "M" else "M")
        if chance.random() < 0.02:
            row["nationality"] = chance.choice(list(NATIONS))
        self._contact_cells(row, human, source, registered)
        self.truth[ident] = human.ident
        self.rows.append(row)

    def _birth_cells(self, row: dict[str, str], human: Human, registered: date) -> None:
        chance, born = self.chance, human.born
        roll = chance.random()
        if roll < 0.06:
            return
        if roll < 0.14:  # age only
            age = registered.year - born.year - ((registered.month, registered.day) < (born.month, born.day))
            row |= {"age": str(max(0, age + chance.choice((-1, 0, 0, 0, 1)))), "age_on": registered.isoformat()}
            return
        if human.jan1 or roll < 0.24:
            born = date(born.year, 1, 1)
        elif roll < 0.27:
            born = date(born.year, born.day, born.month) if born.day <= 12 else born
        elif roll < 0.30:
            born = born.replace(day=min(28, max(1, born.day + chance.choice((-1, 1, 10, -10)))))
        if roll > 0.92:
            born = date(born.year + chance.choice((-3, -2, -1, 1, 2, 3)), 1, 1)
            if chance.random() < 0.3:
                row["birth_date_estimated"] = "true"
        row["birth_date"] = born.isoformat() if chance.random() > 0.03 or not (born.month == born.day == 1) else str(born.year)

    def _contact_cells(self, row: dict[str, str], human: Human, source: str, registered: date) -> None:
        chance = self.chance
        roll = chance.random()
        if roll < 0.45:
            row["phone"] = human.phone if chance.random() < 0.6 else "+218" + human.phone[1:]
        elif roll < 0.65:
            row["phone"] = f"09{chance.randint(10000000, 99999999)}"
        if chance.random() > 0.30:
            row["region_of_origin"] = (
                chance.choice(REGIONS[human.nationality].split("|")) if chance.random() < 0.1 else human.region
            )
        known = 0.75 if source in ("synthetic-unhcr", "synthetic-consular") else 0.30
        if chance.random() < known:
            row["mother_name"] = self._typo(self._latin(human.mother, source))
        home = CITIES[human.ident % len(CITIES)] if chance.random() < 0.5 else chance.choice(CITIES)
        row["city"] = home[1] if chance.random() < SOURCES[source][1] else home[0]
        if source == "synthetic-unhcr" and chance.random() < 0.35:
            row["document_number"] = human.document if chance.random() < 0.7 else human.document.replace("-", " ").lower()
        if source in ("synthetic-unhcr", "synthetic-iom") and chance.random() < 0.3:
            # the day of a household's roster is one per household and source, another when registered again
            again = sum(
                r["household_id"] == human.household and r["source"] == source and self.truth[r["record_id"]] == human.ident
                for r in self.rows[-12:]
            )
            row["household_id"] = human.household
            row["present_on"] = (date(2019, 1, 1) + timedelta(days=hash_of(human.household) % 900 + 200 * again)).isoformat()


def hash_of(text: str) -> int:
    return sum(ord(char) * 31**at for at, char in enumerate(text))


def write(records: int, seed: int, people: Path, truth: Path | None = None) -> Caseload:
    """Draws the caseload and writes it as PEOPLE (and record_id, person as truth)."""
    drawn = Caseload(records, seed)
    with people.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, PEOPLE, lineterminator="\n")
        out.writeheader()
        out.writerows(drawn.rows)
    if truth:
        with truth.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(("record_id", "person"))
            out.writerows((row["record_id"], drawn.truth[row["record_id"]]) for row in drawn.rows)
    return drawn
