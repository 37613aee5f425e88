"""`python -m picopt_imaging.cli`."""

import sys

from picopt_imaging.cli.main import main

sys.exit(main())
