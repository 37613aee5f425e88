"""The plugin's classes of the wire are those of the contract, and the writer says when they are not."""

import shutil
import subprocess
from pathlib import Path

import php_wire
import pytest


def test_the_committed_files_are_those_of_the_contract_and_a_check_writes_none() -> None:
    written = {path: path.stat().st_mtime_ns for path in php_wire.FOLDER.iterdir()}
    assert php_wire.main(["--check"]) == 0
    assert {path: path.stat().st_mtime_ns for path in php_wire.FOLDER.iterdir()} == written


@pytest.mark.parametrize("spoil", ["changed", "left over", "missing"])
def test_a_file_that_differs_is_noticed_and_made_again(
    spoil: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(php_wire.FOLDER, tmp_path / "Wire"))
    monkeypatch.setattr(php_wire, "FOLDER", folder)
    match spoil:
        case "changed":
            (folder / "Quote.php").write_text("<?php\n", encoding="utf-8")
        case "left over":
            (folder / "Gone.php").write_text("<?php\n", encoding="utf-8")
        case _:
            (folder / "Quote.php").unlink()
    assert php_wire.main(["--check"]) == 1
    assert php_wire.main([]) == 0
    assert php_wire.main(["--check"]) == 0


def test_a_model_is_a_class_that_php_understands(tmp_path: Path) -> None:
    schemas = {
        "Colour": {"type": "string", "enum": ["light_blue", "red"]},
        "Box": {
            "type": "object",
            "required": ["id", "colour", "parts"],
            "properties": {
                "id": {"type": "string", "pattern": "^[a-z/~]{1,9}$"},
                "colour": {"$ref": "#/components/schemas/Colour"},
                "parts": {"type": "array", "items": {"type": "string"}},
                "best_before": {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}, "default": {}},
                "colours": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/Colour"},
                    "default": ["red", "light_blue"],
                },
            },
        },
    }
    writer = php_wire.Writer(schemas)
    for name in schemas:
        (tmp_path / f"{name}.php").write_text(writer.file(name), encoding="utf-8")
    api = php_wire.FOLDER.parent
    code = f"""
        function __(string $text): string {{ return $text; }}
        foreach (['{api}/Reader.php', '{tmp_path}/Colour.php', '{tmp_path}/Box.php'] as $file) {{ require $file; }}
        $given = ['id' => 'a/~b', 'colour' => 'red', 'parts' => ['x'], 'more' => 1];
        $box = PictureOptimizer\\Api\\Wire\\Box::read(new PictureOptimizer\\Api\\Reader($given));
        echo $box->colour->name, ' ', count($box->colours), ' ', json_encode($box);
    """
    output = subprocess.run(["php", "-r", code], capture_output=True, text=True, check=True).stdout
    assert output == (
        'Red 2 {"id":"a\\/~b","colour":"red","parts":["x"],"best_before":null,"labels":{},'
        '"colours":["red","light_blue"]}'
    )
