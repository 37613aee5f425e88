"""An HTML page of thumbnails, texts and verdicts; a person can record their own there and save them as a file."""

import base64
import html
import io
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from picopt_vision.evaluation.judge import FIELDS, Verdict
from picopt_vision.evaluation.people import text_key
from picopt_vision.picture import look

_SIDE: Final = 240


def write_page(path: Path, model: str, verdicts: Sequence[Verdict]) -> None:
    """One self-contained file: it loads nothing, and keeps what is recorded in the browser until it is saved."""
    rows = "\n".join(_row(verdict) for verdict in verdicts)
    template = files(__package__).joinpath("page.html").read_text("utf-8")
    filled = template.replace("{{model}}", html.escape(model)).replace("{{rows}}", rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(filled.replace("{{key}}", json.dumps(f"eval-vision:{model}")), "utf-8")


def _row(verdict: Verdict) -> str:
    label = verdict.label
    place = f"{html.escape(label.id)} · {label.kind} · {label.role}"
    facts = "; ".join(" / ".join(group) for group in label.facts)
    mark = _mark(verdict)
    return (
        f'<tr class="{mark}" data-id="{html.escape(label.id)}" data-text="{text_key(verdict)}">'
        f'<td><img alt="" src="{_thumbnail(verdict)}"><small>{place}</small></td>'
        f"<td>{_texts(verdict)}</td>"
        f"<td><b>{mark}</b><p>facts {verdict.met_facts} of {len(label.facts)}: {html.escape(facts)}</p>"
        f"{_list('wrong', verdict.false)}{_list('unsupported', verdict.unsupported)}"
        f"<p>a person wrote: {html.escape(label.human_alt or '–')}</p></td>"
        "<td class=person></td></tr>"
    )


def _mark(verdict: Verdict) -> str:
    if verdict.signable:
        return "sign"
    return "wrong" if verdict.false else "unsupported" if verdict.unsupported else "other"


def _texts(verdict: Verdict) -> str:
    if not verdict.result:
        return f"<i>{html.escape(verdict.code)}</i>"
    values = {name: getattr(verdict.result, name) for name in FIELDS}
    lines = [
        f"<dt>{name}</dt><dd>{html.escape(value if isinstance(value, str) else ', '.join(value))}</dd>"
        for name, value in values.items()
        if value
    ]
    return f"<dl>{''.join(lines)}</dl>" if lines else "<i>empty on purpose</i>"


def _list(name: str, found: dict[str, tuple[str, ...]]) -> str:
    said = "; ".join(f"{field}: {', '.join(words)}" for field, words in found.items())
    return f"<p class={name}>{name}: {html.escape(said)}</p>" if said else ""


def _thumbnail(verdict: Verdict) -> str:
    small = look(verdict.label.path).image.copy()
    small.thumbnail((_SIDE, _SIDE))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=70)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode('ascii')}"
