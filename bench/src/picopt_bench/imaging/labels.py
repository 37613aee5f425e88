"""(d) The metadata table, field by field and format by format, read back by exiftool."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

from picopt_imaging import Metadata, Plan, optimize
from picopt_imaging.values import Format, Preset

TEXT: Final = Metadata(
    title="Über den Dächern 東京",
    alt="Ein Hund läuft über die Straße 🐕",
    caption="كلب يركض في الشارع",
    description="A long text with <angle> & “quotes”.",
    tags=("Hund", "Straße", "東京"),
    copyright="© 2026 Zoë Müller",
    creator="Zoë Müller",
    credit="Agentur Ümläut",
)
_EXIF: Final = {
    "IFD0:ImageDescription": TEXT.caption,
    "IFD0:Artist": TEXT.creator,
    "IFD0:Copyright": TEXT.copyright,
    "IFD0:XPTitle": TEXT.title,
    "IFD0:XPKeywords": ";".join(TEXT.tags),
    "ExifIFD:UserComment": TEXT.description,
}
_XMP: Final = {
    "XMP-dc:Title": TEXT.title,
    "XMP-photoshop:Headline": TEXT.title,
    "XMP-dc:Description": TEXT.caption,
    "XMP-dc:Subject": list(TEXT.tags),
    "XMP-dc:Creator": [TEXT.creator],
    "XMP-dc:Rights": TEXT.copyright,
    "XMP-photoshop:Credit": TEXT.credit,
    "XMP-iptcCore:AltTextAccessibility": TEXT.alt,
    "XMP-iptcCore:ExtDescrAccessibility": TEXT.description,
}
_IPTC: Final = {
    "IPTC:Headline": TEXT.title,
    "IPTC:Caption-Abstract": TEXT.caption,
    "IPTC:Keywords": list(TEXT.tags),
    "IPTC:By-line": TEXT.creator,
    "IPTC:CopyrightNotice": TEXT.copyright,
    "IPTC:Credit": TEXT.credit,
}
EXPECTED: Final = {
    Format.JPEG: _EXIF | _XMP | _IPTC,
    Format.WEBP: _EXIF | _XMP,
    Format.PNG: _EXIF | _XMP,
    Format.AVIF: _EXIF | _XMP,
}


def round_trip(picture: Path) -> dict[str, Any]:
    """Fields found out of fields expected, and which are missing."""
    matrix: dict[str, Any] = {}
    for to, expected in EXPECTED.items():
        with tempfile.TemporaryDirectory() as folder:
            plan = Plan(format=to, preset=Preset.LOW, force_format=True, metadata=TEXT)
            found = _exiftool(optimize(picture, plan, Path(folder)).files[0].path)
        missing = [tag for tag, value in expected.items() if found.get(tag) != value]
        matrix[str(to)] = {"expected": len(expected), "found": len(expected) - len(missing), "missing": missing}
    return matrix


def _exiftool(path: Path) -> dict[str, Any]:
    command = ["exiftool", "-json", "-G1", "-a", "-struct", str(path)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return dict(found[0])
