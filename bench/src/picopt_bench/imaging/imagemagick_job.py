"""ImageMagick's own command: it reads once and writes every size. Arguments: command, then as `pillow_job`."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Prints the bytes of all files together."""
    command, source, to, quality, sizes = sys.argv[1:6]
    with tempfile.TemporaryDirectory() as folder:
        arguments = [command, source, "-auto-orient", "-strip", "-quality", quality]
        outs = []
        for number, (width, height, fit) in enumerate(json.loads(sizes)):
            outs.append(Path(folder) / f"{number}.{to}")
            box = f"{width}x{height}"
            how = ["-gravity", "center", "-extent", box] if fit == "cover" else []
            scale = f"{box}^" if fit == "cover" else f"{box}>"
            arguments += ["(", "+clone", "-resize", scale, *how, "-write", str(outs[-1]), "+delete", ")"]
        subprocess.run([*arguments, "null:"], check=True)
        print(json.dumps({"bytes": sum(out.stat().st_size for out in outs)}))


if __name__ == "__main__":
    main()
