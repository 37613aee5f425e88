"""`python -m picopt_vision.evaluation`."""

import sys

from picopt_vision.evaluation.cli import main

sys.exit(main())
