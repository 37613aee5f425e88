"""What the service can do, as the wizard needs it: one source of truth for every client."""

from functools import lru_cache
from importlib.metadata import version
from typing import Final

from django.conf import settings as django_settings

from picopt_contract.account import AnalysisCapabilities, Capabilities, PresetValues
from picopt_contract.estimates import ESTIMATES
from picopt_contract.limits import LIMITS
from picopt_contract.settings import ExportSettings
from picopt_contract.values import CREDITS_PER_LINE, LINES, ChargeLine, Format, Pipeline, Preset, TextField
from picopt_saas.jobs.delivery.pricing import analysis_credits
from picopt_saas.storage.build import presigner
from picopt_saas.storage.sniff import media_types
from picopt_saas.vision_config import vision_config

# Quality a format, 0–100. The library's own table is in picopt_imaging, which no web process may load; a test
# compares the two.
PRESETS: Final = {
    Preset.AUTO: PresetValues(),
    Preset.MAXIMUM: PresetValues(jpeg=98, webp=98, avif=80, png="lossless"),
    Preset.VERY_HIGH: PresetValues(jpeg=90, webp=90, avif=65, png="lossless"),
    Preset.HIGH: PresetValues(jpeg=82, webp=82, avif=55, png="lossless"),
    Preset.MEDIUM: PresetValues(jpeg=75, webp=75, avif=45, png="palette"),
    Preset.LOW: PresetValues(jpeg=60, webp=60, avif=35, png="palette"),
    Preset.MINIMUM: PresetValues(jpeg=35, webp=35, avif=20, png="palette"),
}


@lru_cache(maxsize=1)
def service_version() -> str:
    """The version of this package."""
    return version("picopt-saas")


def capabilities() -> Capabilities:
    """Everything a client may choose from, with prices and limits."""
    defaults = ExportSettings()
    return Capabilities(
        service_version=service_version(),
        formats=list(Format),
        input_media_types=media_types(heic=django_settings.PICOPT.accept_heic),
        presets=PRESETS,
        default_format=defaults.format,
        default_preset=defaults.preset,
        default_target=defaults.target,
        direct_hosts=[signs.host] if (signs := presigner()) else [],
        prices={pipeline: _price(pipeline) for pipeline in Pipeline},
        estimates=ESTIMATES,
        analysis=_analysis(),
        limits=LIMITS,
    )


def _price(pipeline: Pipeline) -> int:
    return sum(analysis_credits() if line is ChargeLine.ANALYSIS else CREDITS_PER_LINE for line in LINES[pipeline])


def _analysis() -> AnalysisCapabilities:
    vision = vision_config()
    return AnalysisCapabilities(
        model=vision.model or vision.provider,
        draft=vision.is_draft,
        languages=vision.languages,
        fields=list(TextField),
        credits=analysis_credits(),
        batches=bool(vision.batch_protocol),
    )
