"""Writing about lists: received, matched, read and judged row by row, imported in batches, set aside, exported."""

from .checking import flag_batch, judge_batch, read_batch, read_finished
from .exporting import export_rejected
from .importing import import_batch, start_import
from .receiving import abandon, match, receive, refuse

__all__ = [
    "abandon",
    "export_rejected",
    "flag_batch",
    "import_batch",
    "judge_batch",
    "match",
    "read_batch",
    "read_finished",
    "receive",
    "refuse",
    "start_import",
]
