"""What is zipped is the plugin as a site needs it: whole, with one version, and the same bytes from the same files."""

import zipfile
from pathlib import Path
from typing import Final

import build_plugin
import pytest

FILES: Final = {
    "picture-optimizer.php": "<?php\n/**\n * Version:           1.2.3\n */\n",
    "src/Version.php": "<?php\nfinal class Version\n{\n    public const NUMBER = '1.2.3';\n}\n",
    "readme.txt": "=== Picture Optimizer ===\nStable tag: 1.2.3\n",
    "uninstall.php": "<?php\n",
    "LICENSE": "terms",
    "assets/wizard.js": "/* made */",
    "assets/wizard.css": "/* made */",
}


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "picture-optimizer"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.setattr(build_plugin, "TOP", tmp_path)
    monkeypatch.setattr(build_plugin, "SOURCE", folder)
    monkeypatch.setattr(build_plugin, "TARGET", tmp_path / "dist" / "picture-optimizer.zip")
    return folder


def test_the_same_files_make_the_same_bytes_whenever_they_were_written(plugin: Path) -> None:
    assert build_plugin.main() == 0
    once = build_plugin.TARGET.read_bytes()
    for path in plugin.rglob("*.php"):
        path.touch()
        path.chmod(0o600)
    assert build_plugin.main() == 0
    assert build_plugin.TARGET.read_bytes() == once
    with zipfile.ZipFile(build_plugin.TARGET) as archive:
        assert archive.namelist() == sorted(f"picture-optimizer/{name}" for name in FILES)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("readme.txt", "Stable tag: 1.2.2\n", "versions disagree: "),
        ("src/Version.php", "<?php\n", "versions disagree: "),
        (".env", "SECRET=1", ".env does not belong into the plugin"),
        ("tests/ATest.php", "<?php\n", "tests/ATest.php does not belong into the plugin"),
        ("assets-src/index.jsx", "", "assets-src/index.jsx does not belong into the plugin"),
    ],
)
def test_what_must_not_reach_a_site_is_refused_and_nothing_is_written(
    plugin: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, said: str
) -> None:
    (plugin / name).parent.mkdir(exist_ok=True)
    (plugin / name).write_text(text, "utf-8")
    assert build_plugin.main() == 1
    assert said in capsys.readouterr().err
    assert not build_plugin.TARGET.exists()


def test_a_bundle_that_was_not_made_and_a_link_are_refused(plugin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plugin / "assets/wizard.js").unlink()
    (plugin / "src/Secrets.php").symlink_to("/etc/hostname")
    assert build_plugin.main() == 1
    told = capsys.readouterr().err
    assert "assets/wizard.js is missing" in told
    assert "src/Secrets.php does not belong into the plugin" in told
