"""What the web part says without loading native code equals what the libraries do."""

import subprocess
import sys

import picopt_imaging
from picopt_contract.estimates import ESTIMATES
from picopt_contract.values import Format, MetadataField, Preset
from picopt_imaging import presets, values
from picopt_saas.api.capabilities import PRESETS


def test_the_presets_are_those_of_the_library():
    assert set(PRESETS) == set(Preset)
    for preset in set(values.Preset) - {values.Preset.AUTO}:
        shown = PRESETS[Preset(preset)]
        for name in ("jpeg", "webp", "avif"):
            assert getattr(shown, name) == presets.recipe_of(preset, values.Format(name)).quality
        assert shown.png == presets.recipe_of(preset, values.Format.PNG).method


def test_values_have_the_same_names_on_both_sides():
    assert {one.value for one in values.Format} == set(Format)
    assert {one.value for one in values.Preset} == set(Preset)
    assert {one.value for one in values.Field} == set(MetadataField)


def test_every_format_and_preset_has_an_estimate():
    concrete = set(Format) - {Format.AUTO, Format.ORIGINAL}
    assert set(ESTIMATES.bits_per_pixel) == concrete
    assert all(set(row) == set(Preset) for row in ESTIMATES.bits_per_pixel.values())
    assert picopt_imaging.Plan


def test_a_web_process_loads_no_native_imaging_or_vision_code():
    code = (
        "import django, sys; django.setup(); import picopt_saas.urls; "
        "print([m for m in ('pyvips', 'onnxruntime', 'picopt_imaging', 'picopt_vision') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "picopt_saas.settings"},
    )
    assert done.stdout.strip() == "[]"
