"""Lists from elsewhere: other nations, other habits and other faults than the caseload the model was made from. Never trained on.

Each list draws people with families and namesakes, then records them two, three times as a careless clerk would. `LISTS` names them;
a list is (rows, record → person).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from bench.linkage.rough import slip
from corridor.engines.linkage.columns import PEOPLE

Made = tuple[list[dict[str, str]], dict[str, int]]

_COAST_M = """Kouassi Kwasi|Konan Conan|Yao Yaw Yawo|Koffi Kofi Coffi|Kouame Kwame Kouamé|Jean|Mamadou Mamadu|Ibrahima Ibrahim|Cheikh Cheick Cheikhou|Ousmane Ousman|Abdoulaye Abdulai|Serge|Didier|Emmanuel|Pierre|Moussa Musa|Modou Modu
Pape Papa|Aliou Alioune|Babacar Boubacar|Issouf Youssouf|Adama|Seydou Saidou|Lassina Lassana|Blaise|Fabrice|Herve Hervé|Alassane Alhassane|Salif Saliou|Samba|Gora|Serigne Sérigne|Landry|Arsene Arsène|Paul|Kwabena Kobina|Kwaku Kouakou"""
_COAST_F = """Aya|Akissi Akisi|Adjoua Adjua|Amenan|Affoue Afua|Fatou Fatoumata|Aminata Amina|Awa Hawa|Mariam Mariama|Rokhaya Rokia|Ndeye Ndèye|Sokhna|Marie|Adele Adèle|Chantal|Clarisse|Akosua|Esi|Bintou Binta|Khady Khadija|Coumba Kumba|Astou Aissatou"""
_COAST_FAMILY = """Kouadio Kwadio|Nguessan N'Guessan Nguesan|Ouattara Wattara|Bamba|Kone Koné|Traore Traoré|Coulibaly Koulibaly|Toure Touré|Soro|Yeo Yéo|Ndiaye N'Diaye Njie|Diop Jobe|Fall|Gueye Guèye|Sarr|Faye|Seck|Mbaye M'Baye|Sy|Ba Bah|Sow|Diallo Jallow|Kane
Cisse Ceesay|Ouedraogo Ouédraogo|Sawadogo Savadogo|Kabore Kaboré|Zongo|Compaore Compaoré|Mensah|Owusu|Boateng|Asante Ashanti|Appiah|Tchoumi Tchoumy|Fotso|Kamga|Mbarga|Ngono|Etoundi|Sanogo|Diabate Diabaté|Dembele Dembélé|Gnagne|Ehouman|Zadi|Gohou"""
_HORN_M = """Tesfaye Tesfay|Girma Ghirma|Abebe|Bekele|Dawit David|Solomon Salomon|Yohannes Johannes|Haile Hayle|Mulugeta|Getachew Getachow|Tadesse Tadese|Alemayehu Alemayhu|Berhanu Birhanu|Kebede|Mengistu Mengstu|Omar Cumar|Ahmed Axmed|Hassan Xasan|Farah Faarax
Guled Guuleed|Ismail Ismaaciil|Waberi|Robleh Roble|Houssein Xuseen|Deng|Garang|Majok|Kuol|Akol|Lual|Machar|Gatluak Gatluk|Chol|Bol|Tekle|Kiflom|Mehretab Mehreteab|Ghebre Gebre|Afewerki Afeworki|Biniam Binyam|Ermias Ermiyas|Filmon|Henok|Issa Ciise|Abdi Cabdi"""
_HORN_F = """Almaz|Tigist Tigest|Hiwot Hiywot|Meseret Messeret|Selamawit|Aster|Bethlehem Betelhem|Fikirte|Genet|Rahel|Hodan|Ifrah|Fadumo Faadumo|Kadra|Neima Nacima|Nyandeng|Achol|Adut|Nyaluak|Awet|Letina|Winta|Yordanos|Eden|Mihret Mehret"""
_SOUTH_M = """Muhammad Mohammad|Ahmad Ahmed|Ali|Abdul Rahman|Imran|Usman Osman|Bilal|Naveed Navid|Asif|Kashif|Zahid|Rashid Rasheed|Gul Agha|Najib Najeeb|Farid Fareed|Hamid Hameed|Karim Kareem|Wali|Zabihullah|Hedayatullah|Rahmatullah|Shafiq|Sajid|Waseem Wasim|Tariq
Nasir Naseer|Yousaf Yusuf|Ghulam|Sher|Mirwais|Najibullah Najeebullah|Raju|Suresh|Ramesh|Bikash Bikas|Prakash|Dipak Deepak|Santosh|Krishna"""
_SOUTH_F = """Fatima|Ayesha Aisha|Zainab|Maryam Mariam|Shabnam|Nasreen Nasrin|Parveen Parwin|Shazia|Rukhsana|Gulalai|Laila|Farida|Sita|Gita Geeta|Sunita|Anita|Maya|Razia|Sadia|Samina"""
_SOUTH_FAMILY = """Khan|Hussain Hossain|Ahmadi|Rahimi Raheemi|Karimi Kareemi|Haidari Haydari|Noori Nuri|Sherzai Shirzai|Popal|Stanikzai Stanekzai|Iqbal Eqbal|Malik Malek|Butt Bhatt|Chaudhry Chowdhury|Sheikh Shaikh|Raza Reza|Shah|Qureshi Quraishi|Tamang|Gurung|Thapa|Rai
Shrestha|Magar|Limbu|Yadav|Mandal|Das|Miah Mia|Akhtar Akter|Siddiqui Siddiqi|Mirza|Baloch Baluch|Afridi Afreedi|Yousafzai Yusufzai|Zadran|Wardak|Amiri|Safi|Hotak"""


_REGIONS = (
    "Savanes",
    "Boundiali",
    "Korhogo",
    "Bafoussam",
    "Tambacounda",
    "Ashanti",
    "Gondar",
    "Sidamo",
    "Jonglei",
    "Punjab",
    "Herat",
    "Koshi",
)


def _names(text: str) -> list[tuple[str, ...]]:
    return [tuple(entry.replace("Abdul Rahman", "Abdul_Rahman").split()) for entry in text.replace("\n", "|").split("|")]


@dataclass(frozen=True)
class Habit:
    """How one list is: its nations, its names, what it writes and what it leaves out."""

    nations: tuple[str, ...]
    male: str
    female: str
    family: str
    parts: int = 2  # names a person has
    in_parts: bool = False
    columns: tuple[str, ...] = ("mother_name", "sex", "nationality", "region_of_origin", "city", "phone")
    lost: float = 0.12
    exact: float = 0.6  # births known to the day
    rounded: str = "01-01"
    aged: float = 0.0  # births written as an age
    regions: int = 9
    again: tuple[int, ...] = (70, 20, 10)  # persons recorded once, twice, three times
    one_phone: float = 0.0  # records with the phone of the centre
    placeholder: float = 0.0  # records whose document number only fills the cell
    words: int = 9  # words of the name at most


COAST = Habit(("CIV", "SEN", "BFA", "GHA", "CMR"), _COAST_M, _COAST_F, _COAST_FAMILY)
HORN = Habit(("ETH", "ERI", "DJI", "SSD", "SOM"), _HORN_M, _HORN_F, _HORN_M, parts=3)
SOUTH = Habit(("PAK", "AFG", "NPL", "IND"), _SOUTH_M, _SOUTH_F, _SOUTH_FAMILY)


class _Clerk:
    """Draws people of one habit and writes their records."""

    def __init__(self, habit: Habit, seed: int) -> None:
        self.habit, self.chance = habit, random.Random(f"{seed}")
        self.male, self.female, self.family = (_names(text) for text in (habit.male, habit.female, habit.family))

    def pick(self, names: list[tuple[str, ...]]) -> tuple[str, ...]:
        return names[int(len(names) * self.chance.random() ** 1.5)]

    def person(self) -> dict[str, object]:
        chance, sex = self.chance, "M" if self.chance.random() < 0.7 else "F"
        year = 2024 - int(chance.triangular(2, 60, 26))
        names = [self.pick(self.male if sex == "M" else self.female), self.pick(self.family)]
        if self.habit.parts > 2:
            names.append(self.pick(self.family))
        return {
            "names": names, "sex": sex, "nation": chance.choice(self.habit.nations), "region": chance.randrange(self.habit.regions),
            "mother": self.pick(self.female), "phone": f"09{chance.randint(10**7, 10**8 - 1)}", "document": f"P{chance.randint(10**6, 10**7)}",
            "born": (year, chance.randint(1, 12), chance.randint(1, 28)), "exact": chance.random() < self.habit.exact,
        }  # fmt: skip

    def relative(self, of: dict[str, object], kind: str) -> dict[str, object]:
        """A twin, a brother or sister, or a namesake of somebody."""
        other = self.person()
        names: list[tuple[str, ...]] = of["names"]  # type: ignore[assignment]
        if kind == "namesake":
            return {**other, "names": [*names[:2], *other["names"][2:]], "nation": of["nation"], "sex": of["sex"],  # type: ignore[index]
                    "born": of["born"], "exact": False}  # fmt: skip
        given = next(
            name for name in iter(lambda: self.pick(self.male if other["sex"] == "M" else self.female), None) if name != names[0]
        )
        year, month, day = of["born"]  # type: ignore[misc]
        born = (
            (year, month, day)
            if kind == "twin"
            else (year + self.chance.choice((-5, -3, -2, 2, 4)), self.chance.randint(1, 12), day)
        )
        return {**of, "names": [given, *names[1:]], "sex": other["sex"], "born": born, "document": other["document"]}

    def record(self, human: dict[str, object], ident: str) -> dict[str, str]:
        habit, chance = self.habit, self.chance
        row = dict.fromkeys(PEOPLE, "") | {"record_id": ident, "source": "synthetic-elsewhere", "registered_on": "2025-03-01"}
        row |= self.name(human["names"])  # type: ignore[arg-type]
        self.birth(row, human)
        cells = {
            "mother_name": chance.choice(human["mother"]), "sex": human["sex"], "nationality": human["nation"],  # type: ignore[arg-type]
            "region_of_origin": _REGIONS[human["region"]], "city": chance.choice(("Tripoli", "Sebha", "Kufra", "Zuwara")),  # type: ignore[operator]
            "phone": human["phone"] if chance.random() < 0.7 else f"09{chance.randint(10**7, 10**8 - 1)}",
            "document_number": human["document"],
        }  # fmt: skip
        for column in habit.columns:
            if chance.random() >= (0.55 if column in ("mother_name", "phone", "document_number") else habit.lost):
                row[column] = str(cells[column])
        if chance.random() < habit.one_phone:
            row["phone"] = "021 333 4455"
        if chance.random() < habit.placeholder:
            row["document_number"] = chance.choice(("000000", "N/A", "none", "0001-PENDING", "XXXXXX"))
        return row

    def name(self, names: list[tuple[str, ...]]) -> dict[str, str]:
        chance = self.chance
        words = [chance.choice(spellings).replace("_", " ") for spellings in names]
        words = [slip(word, chance) if chance.random() < 0.04 else word for word in words][: self.habit.words]
        if len(words) > 2 and chance.random() < 0.25:
            words = words[:2]
        if self.habit.in_parts and len(words) > 1:
            return {"given_name": " ".join(words[:-1]), "family_name": words[-1].upper()}
        if chance.random() < 0.2 and len(words) > 1:
            words = [words[-1].upper(), *words[:-1]]
        return {"name": " ".join(words)}

    def birth(self, row: dict[str, str], human: dict[str, object]) -> None:
        chance, (year, month, day) = self.chance, human["born"]  # type: ignore[misc]
        roll = chance.random()
        if roll < 0.06:
            return
        if roll < 0.06 + self.habit.aged:
            row |= {"age": str(max(0, 2025 - year + chance.choice((-2, -1, 0, 0, 1, 2)))), "age_on": "2025-03-01"}
        elif human["exact"] and chance.random() > 0.12:
            if chance.random() < 0.04:
                day, month = (month, day) if day <= 12 else (max(1, day - 1), month)
            row["birth_date"] = f"{year}-{month:02}-{day:02}"
        else:
            near = year + (chance.choice((-2, -1, 1, 2)) if chance.random() < 0.25 else 0)
            row["birth_date"] = f"{near}-{self.habit.rounded}" if self.habit.rounded else f"{near}"


def make(habit: Habit, records: int, seed: int) -> Made:
    """A list of that habit and who is who in it."""
    clerk, rows, truth, ident = _Clerk(habit, seed), [], {}, 0
    while len(rows) < records:
        human = clerk.person()
        everyone = [human]
        for kind, share in (("twin", 0.012), ("sibling", 0.06), ("namesake", 0.05)):
            if clerk.chance.random() < share:
                everyone.append(clerk.relative(human, kind))
        for one in everyone:
            ident += 1
            for _ in range(clerk.chance.choices(range(1, len(habit.again) + 1), habit.again)[0]):
                record = f"e{len(rows):06}"
                rows.append(clerk.record(one, record))
                truth[record] = ident
    clerk.chance.shuffle(rows)
    return rows, truth


_BARE = {"columns": (), "exact": 0.0, "rounded": ""}
LISTS: dict[str, Callable[[], Made]] = {
    "West African coast, 6,000": lambda: make(replace(COAST, in_parts=True, rounded="12-31"), 6_000, 1),
    "Horn, three names, births estimated, 6,000": lambda: make(replace(HORN, exact=0.1, aged=0.5), 6_000, 2),
    "South Asia, 6,000": lambda: make(SOUTH, 6_000, 3),
    "name and year only, 6,000": lambda: make(replace(HORN, **_BARE), 6_000, 4),
    "30 % of cells missing, 6,000": lambda: make(replace(COAST, lost=0.3), 6_000, 5),
    "documents, 3 in 10 only fill the cell, 6,000": lambda: make(
        replace(SOUTH, columns=(*SOUTH.columns, "document_number"), placeholder=0.3), 6_000, 6
    ),
    "one phone for the centre, 6,000": lambda: make(replace(COAST, one_phone=0.6), 6_000, 7),
    "all born on 1 January, 6,000": lambda: make(replace(SOUTH, exact=0.0), 6_000, 8),
    "one-word names, 3,000": lambda: make(replace(COAST, words=1), 3_000, 9),
    "nobody twice, 6,000": lambda: make(replace(HORN, again=(100,)), 6_000, 10),
    "nobody twice, 300": lambda: make(replace(SOUTH, again=(100,)), 300, 11),
    "a small list, 50": lambda: make(COAST, 50, 12),
}
