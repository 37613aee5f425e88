"""The library does not import the contract, so a test holds both to the same words."""

from picopt_contract.limits import LIMITS as CONTRACT_LIMITS
from picopt_contract.reasons import ReasonCode
from picopt_contract.settings import ExportSettings, MetadataPolicy, SizeRequest
from picopt_contract.values import Format as ContractFormat
from picopt_contract.values import MetadataField
from picopt_contract.values import Preset as ContractPreset
from picopt_imaging import LIMITS, Field, Format, Metadata, Plan, Preset, Size


def test_values_are_those_of_the_contract() -> None:
    assert [*Format] == [*ContractFormat]
    assert [*Preset] == [*ContractPreset]
    assert {*Field} == {*MetadataField}


def test_defaults_are_those_of_the_contract() -> None:
    theirs, ours = ExportSettings(), Plan()
    for name in ("format", "preset", "target", "force_format", "max_width", "max_height"):
        assert getattr(theirs, name) == getattr(ours, name)
    policy, metadata = MetadataPolicy(), Metadata()
    for name in ("write", "keep", "drop"):
        assert {*getattr(policy, name)} == {*getattr(metadata, name)}
    assert SizeRequest.model_fields.keys() == Size.__dataclass_fields__.keys()


def test_limits_are_those_of_the_contract() -> None:
    assert LIMITS.source_bytes == CONTRACT_LIMITS.upload_bytes
    assert LIMITS.pixels == CONTRACT_LIMITS.picture_pixels
    assert LIMITS.output_ratio == CONTRACT_LIMITS.output_pixels_per_source_pixel
    assert LIMITS.sizes >= CONTRACT_LIMITS.sizes_per_item + 11


def test_every_code_that_is_raised_is_a_reason() -> None:
    codes = {"truncated", "unreadable_image", "unsupported_media", "too_many_pixels", "too_many_frames", "internal"}
    codes |= {"profile_too_large", "svg_refused", "geometry", "time_out", "crashed", "not_smaller", "animation_kept"}
    assert codes <= {str(code) for code in ReasonCode}
