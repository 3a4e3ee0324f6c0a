"""Django's own command line with our settings: `python -m corridor.config.manage migrate`."""

import os
import sys

from corridor.config import devdb


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.config.settings")
    devdb.ensure()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
