"""`python -m picopt_imaging.cli`."""

import sys

from picopt_imaging.cli import main

sys.exit(main())
