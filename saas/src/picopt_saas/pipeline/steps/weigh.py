from functools import partial

from picopt_imaging import ImagingError
from picopt_saas.lanes import is_large, may_make_avif
from picopt_saas.pipeline.errors import TooLarge
from picopt_saas.pipeline.interrupt import interruptible
from picopt_saas.pipeline.work import Work


def weigh(work: Work) -> bool:
    """See how much work the image is, whatever the site said. Of a file that is refused, the next step says why."""
    assert work.source is not None  # noqa: S101 -- fetched by an earlier step
    try:
        seen = interruptible(partial(work.tools.imaging.inspect, work.source), work.should_stop)
    except ImagingError:
        return False
    avif = may_make_avif(work.settings.export.format, seen.media_type)
    work.is_large = is_large(seen.all_pixels, avif=avif)
    if work.is_large and not work.may_be_large:
        raise TooLarge
    return False
