"""One job as Pillow does it: one decode, every size by Lanczos from it. Arguments: source, format, quality, sizes."""

import io
import json
import sys

import PIL.Image
import PIL.ImageOps


def main() -> None:
    """Prints the bytes of all files together."""
    source, to, quality, sizes = sys.argv[1:5]
    picture = PIL.ImageOps.exif_transpose(PIL.Image.open(source)).convert("RGB")
    total = 0
    for width, height, fit in json.loads(sizes):
        if fit == "cover":
            made = PIL.ImageOps.fit(picture, (width, height), PIL.Image.Resampling.LANCZOS)
        else:
            made = picture.copy()
            made.thumbnail((width, height), PIL.Image.Resampling.LANCZOS, reducing_gap=2.0)
        out = io.BytesIO()
        made.save(out, to, quality=int(quality))
        total += len(out.getvalue())
    print(json.dumps({"bytes": total}))


if __name__ == "__main__":
    main()
