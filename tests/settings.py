"""Settings of the tests: the product's own, on a second embedded server that may forget everything in a power cut."""

import os

os.environ.setdefault("CORRIDOR_DEVDB", "test")

from corridor.config import devdb  # noqa: E402 - the line above decides which server this is

devdb.ensure()

from corridor.config.settings import *  # noqa: E402, F403
