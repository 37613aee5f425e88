"""Decide field by field what is embedded: written, kept, or dropped."""

from dataclasses import replace

from picopt_imaging.metadata.fields import Fields, clean
from picopt_imaging.plan import Metadata
from picopt_imaging.report import MetadataChange
from picopt_imaging.values import RIGHTS, Field


def decide(source: Fields, wanted: Metadata) -> Fields:
    """What the result carries.

    Dropped fields are absent. Then: text of the order where there is some (rights fields always, others if they are to
    be written), else the source's own if it is kept, to be written, or a right.
    """
    given = given_fields(wanted)
    result = source
    for name in Field:
        if name in wanted.drop:
            result = result.without(name)
        elif getattr(given, name.value) and (name in wanted.write or name in RIGHTS):
            result = replace(result, **{name.value: getattr(given, name.value)})
        elif name not in wanted.keep | wanted.write | RIGHTS:
            result = result.without(name)
    return result


def given_fields(wanted: Metadata) -> Fields:
    """The order's text, cleaned."""
    words = (clean(word).replace(";", ",") for word in wanted.tags)
    return Fields(
        title=clean(wanted.title),
        alt=clean(wanted.alt),
        caption=clean(wanted.caption),
        description=clean(wanted.description),
        keywords=tuple(dict.fromkeys(word for word in words if word)),
        copyright=clean(wanted.copyright),
        creator=clean(wanted.creator),
        credit=clean(wanted.credit),
    )


def compare(before: Fields, after: Fields) -> tuple[MetadataChange, ...]:
    """Every field that is there before or after, changed or not, so that a report shows what survived too."""
    # Beside the fields of the order, what goes with them: a report shows that it survived, too.
    pairs = ((name.value, before.text(name), after.text(name)) for name in Field)
    return tuple(MetadataChange(field=name, before=old, after=new) for name, old, new in pairs if old or new)
