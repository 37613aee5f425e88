"""Django's commands (`python -m picopt_saas.manage migrate`, `… ledger verify`), the worker's, and `doctor`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from picopt_saas import doctor


def main() -> None:
    """Run the command in `sys.argv`; wrong settings end it with a line for each, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picopt_saas.settings")
    if sys.argv[1:2] == ["doctor"]:  # before Django reads the settings that it is to judge
        sys.exit(doctor.main(sys.argv[2:]))
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"The platform cannot start:\n{error}")


if __name__ == "__main__":
    main()
