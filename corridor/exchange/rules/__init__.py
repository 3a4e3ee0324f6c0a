"""How lists are read: headers, dates, words and whole rows, in three languages. Pure; no file and no table is touched here."""

from .columns import Header, find_header, letter, match, recognise, signature
from .dates import evidence
from .rows import Judged, Plan, judge
from .synonyms import FAULTS_HEADER, HEADERS

__all__ = [
    "FAULTS_HEADER",
    "HEADERS",
    "Header",
    "Judged",
    "Plan",
    "evidence",
    "find_header",
    "judge",
    "letter",
    "match",
    "recognise",
    "signature",
]
