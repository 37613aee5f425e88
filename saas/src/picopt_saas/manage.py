"""Django's commands: `python -m picopt_saas.manage migrate`, `… ledger verify`, `… procrastinate worker`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command in `sys.argv`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picopt_saas.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
