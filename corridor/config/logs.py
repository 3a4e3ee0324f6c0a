"""Log lines without people: level, logger, message template and route; no arguments, query strings or tracebacks' values."""

import logging
import re
import traceback

QUERY = re.compile(r"\?[^\s\"']*")


class Line(logging.Formatter):
    """Keeps the place of an error, drops what could name somebody: message arguments and exception texts (INV-21)."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        harmless = record.name.startswith(("corridor", "procrastinate", "gunicorn"))
        message = record.getMessage() if harmless else str(record.msg)
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {QUERY.sub('?…', message)}"
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        if match:
            line += f" at {match.view_name}"
        if record.exc_info and record.exc_info[1]:
            kind = type(record.exc_info[1]).__name__
            frames = traceback.extract_tb(record.exc_info[2])[-6:]
            line += f" {kind}: " + " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
        return line
