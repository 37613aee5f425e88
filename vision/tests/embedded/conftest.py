"""`material_kit` lies beside this file; the importlib mode of pytest does not put it on the path."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
