"""Imports 50,000 rows from Excel and from CSV by the command line: rows per second and peak memory."""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook
from psycopg.conninfo import make_conninfo

from corridor.config import devdb
from tests import database

GIVEN = [
    "Amina",
    "Fatou",
    "Musa",
    "Kwame",
    "Samuel",
    "Blessing",
    "Ibrahim",
    "Hawa",
    "Tesfay",
    "Selam",
    "Abdoulaye",
    "Mariam",
    "Ousmane",
    "Grace",
    "Yusuf",
    "Rahel",
    "Bakary",
    "Khadija",
    "Idris",
    "Nyakim",
]
FAMILY = [
    "Osman",
    "Jallow",
    "Diallo",
    "Mensah",
    "Okafor",
    "Traoré",
    "Camara",
    "Haile",
    "Abdi",
    "Bangura",
    "Koné",
    "Sow",
    "Adam",
    "Ali",
    "Touré",
    "Ndiaye",
    "Barry",
    "Keita",
    "Eze",
    "Ahmed",
]
COUNTRIES = [
    "Nigeria",
    "Gambia",
    "Guinée",
    "Mali",
    "Sudan",
    "Somalia",
    "Eritrea",
    "Ghana",
    "Sénégal",
    "السودان",
    "تشاد",
    "Côte d'Ivoire",
]
HEADER = ("Case number", "Full name", "Sex", "Date of birth", "Nationality", "Telephone", "Passport number", "Remarks")


def rows(count: int, start: int):
    chance = random.Random(start)
    for number in range(count):
        name = f"{chance.choice(GIVEN)} {chance.choice(GIVEN)} {chance.choice(FAMILY)}"
        born = date(1960, 1, 1) + timedelta(days=chance.randrange(20_000))
        phone = f"+2189{chance.randrange(10_000_000, 99_999_999)}"
        country = chance.choice(COUNTRIES) if chance.random() > 0.01 else "Atlantis"
        yield (
            f"B{start}-{number:06}",
            name,
            chance.choice("MF"),
            born.isoformat(),
            country,
            phone,
            f"A{chance.randrange(10**8):08}",
            "",
        )


def write(path: Path, count: int, start: int) -> None:
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEADER, *rows(count, start)])
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet("People")
    for row in [HEADER, *rows(count, start)]:
        sheet.append(row)
    book.save(path)


def run(path: Path, environment: dict[str, str]) -> tuple[float, float, float, str]:
    """Seconds on the wall and of its own processor time, peak megabytes and the summary line of one import in a process of its own."""
    command = [sys.executable, "-m", "corridor.config.cli", "import", "people", str(path), "--organisation", "BENCH"]
    began = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    said = child.stdout.read()
    _, _, used = os.wait4(child.pid, 0)
    child.returncode = 0
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return (
        time.perf_counter() - began,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / scale,
        said.splitlines()[0] if said else "",
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench import", description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000, help="of the invented list")
    wanted = parser.parse_args()
    owner, app = devdb.ensure("bench")
    name = "corridor_bench_import"
    database.copy(owner, database.ensure_template(owner), name)
    urls = {"DATABASE_OWNER_URL": make_conninfo(owner, dbname=name), "DATABASE_URL": make_conninfo(app, dbname=name)}
    environment = os.environ | urls
    make = (
        "import django; django.setup(); from corridor.access.models import Organisation;"
        "Organisation.objects.create(code='BENCH', name='Bench', kind='iom_mission')"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "corridor.config.settings"}
    subprocess.run([sys.executable, "-c", make], env=environment | settings, check=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            for start, suffix in enumerate((".xlsx", ".csv"), 1):
                path = Path(folder) / f"list{suffix}"
                write(path, wanted.rows, start)
                size = path.stat().st_size / 1e6
                seconds, busy, peak, said = run(path, environment)
                print(
                    f"{suffix[1:]:5} {size:5.1f} MB  {seconds:6.1f} s (own cpu {busy:5.1f})  {wanted.rows / seconds:6.0f} rows/s  peak {peak:4.0f} MB  {said}"
                )
    finally:
        database.drop(owner, name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
