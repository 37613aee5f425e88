"""Never worse than the original."""

from picopt_imaging.work import Work


def compare_with_original(work: Work) -> None:
    """A result that is not smaller is not delivered, unless the format is forced."""
    full = next(file for file in work.files if file.name == "full")
    if full.bytes >= work.source.bytes and not work.plan.force_format:
        work.notes.append(f"{work.formats[0]} would have {full.bytes} bytes, the original has {work.source.bytes}.")
        work.keep_original("not_smaller")
