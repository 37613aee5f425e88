"""What a browser draws: diagrams by Mermaid, charts by Chart.js and ECharts, maps by D3, banners, pages on screens."""

import html
import io
import random
import subprocess
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pictures import Picture, Workshop, unpacked
from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
LIBRARIES = {
    "mermaid": "dist/mermaid.min.js",
    "chart.js": "dist/chart.umd.js",
    "echarts": "dist/echarts.min.js",
    "d3": "dist/d3.min.js",
    "topojson-client": "dist/topojson-client.min.js",
}
ATLASES = {"world": "world-atlas/countries-50m.json", "states": "us-atlas/counties-10m.json"}
SCREENS = ((1280, 800), (1280, 800), (1024, 700), (800, 600), (390, 844), (360, 740))
STEPS = """Start|Check input|Load data|Train model|Evaluate|Deploy|User|Server|Database|Queue|Client|Approve request
Reject|Send email|Order|Payment|Invoice|Customer|Review|Test|Build|Login|Parse|Store|Cache|Sensor|Controller|Motor
Hidden layer|Output|Plan|Soil|Water|Sun|Plant|Team|Manager|Board""".replace("\n", "|").split("|")
HEADLINES = """Join us this Friday|Summer Sale|Annual Meeting 2024|Donate today|Community Garden Day|We are hiring
Open House|Call for speakers|Winter Concert|Save the date|Workshop: learn to code|Free entry|Thank you to our sponsors
Register now|Top 10 tips for your home|Book club|Climate action week|Happy New Year|Keep going|Spring Newsletter"""
SMALL_PRINT = """28 April, 8 pm|Main Hall, 12 High Street|Sign up at example.org|With live music and food
Everybody welcome|Tickets from $10|Online and in person|Read more on our site"""
SHAPES = (("[", "]"), ("(", ")"), ("{", "}"), ("([", "])"), ("[(", ")]"), ("((", "))"))


def of_browser(shop: Workshop) -> Iterator[Picture]:
    """Kind and picture, as Debian's Chromium shows them; the libraries are fetched with npm."""
    folder, chance = shop.folder, shop.chance
    subprocess.run(
        ["npm", "install", "-s", *LIBRARIES, *(file.split("/")[0] for file in ATLASES.values())], cwd=folder, check=True
    )
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.set_content('<div id="picture"></div>')
        for name, file in LIBRARIES.items():
            page.add_script_tag(path=folder / "node_modules" / name / file)
        page.add_script_tag(path=HERE / "draw.js")
        for name, file in ATLASES.items():  # once: as an argument of each map they would take most of the time
            page.add_script_tag(content=f"var {name} = {(folder / 'node_modules' / file).read_text()}")
        yield from _drawn(page, "diagram", "drawDiagram", shop.some(190), lambda at: _diagram(at, chance))
        yield from _drawn(page, "chart", "drawChart", shop.some(100), lambda _: _chart(chance))
        yield from _drawn(page, "chart", "drawEchart", shop.some(100), lambda _: _echart(chance))
        yield from _drawn(page, "map", "drawMap", shop.some(260), lambda _: _map(chance))
        for _ in range(shop.some(240)):
            page.set_content(_banner(chance))
            yield "poster", _photographed(page)
        for package in shop.listed()["screens"]:
            files = sorted(file for file in unpacked(package, folder).rglob("*.html") if file.stat().st_size > 6000)
            for file in chance.sample(files, min(len(files), shop.some(12))):
                width, height = chance.choice(SCREENS)
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"file://{file}")
                yield "screenshot", Image.open(io.BytesIO(page.screenshot()))


def _drawn(page: Page, kind: str, function: str, count: int, make: Callable[[int], Any]) -> Iterator[Picture]:
    for at in range(count):
        page.evaluate(f"what => {function}(what)", make(at))
        page.wait_for_timeout(60)
        yield kind, _photographed(page)


def _photographed(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.locator("#picture").screenshot()))


def _diagram(at: int, chance: random.Random) -> dict[str, str]:
    source = chance.choice((_flow, _flow, _flow, _sequence, _entities, _states, _mind))(chance)
    theme = chance.choice(("default", "default", "neutral", "forest", "base", "dark"))
    return {
        "id": f"m{at}",
        "source": source,
        "theme": theme,
        "look": chance.choice(("classic", "classic", "handDrawn")),
    }


def _flow(chance: random.Random) -> str:
    count = chance.randint(4, 12)
    lines = [f"flowchart {chance.choice(('TD', 'LR', 'TB'))}"]
    for at in range(count):
        opened, closed = chance.choice(SHAPES)
        lines.append(f'n{at}{opened}"{chance.choice(STEPS)}"{closed}')
    arrows = ("-->", "---", "-.->", "==>", "-->|yes|", "-->|no|")
    lines += [f"n{chance.randint(max(0, at - 3), at - 1)} {chance.choice(arrows)} n{at}" for at in range(1, count)]
    return "\n".join(lines)


def _sequence(chance: random.Random) -> str:
    parts = _single(chance, chance.randint(2, 5))
    said = [f"{chance.choice(parts)}->>{chance.choice(parts)}: {chance.choice(STEPS)}" for _ in range(6)]
    return "\n".join(("sequenceDiagram", *said))


def _entities(chance: random.Random) -> str:
    parts = _single(chance, 4)
    tied = [f"{one} ||--o{{ {other} : has" for one, other in pairwise(parts)]
    return "\n".join(("erDiagram", *tied, *(f"{one} {{\n string name\n int id\n}}" for one in parts)))


def _states(chance: random.Random) -> str:
    parts = _single(chance, 5)
    steps = [f"{one} --> {other}" for one, other in pairwise(parts)]
    return "\n".join(("stateDiagram-v2", f"[*] --> {parts[0]}", *steps))


def _mind(chance: random.Random) -> str:
    lines = ["mindmap", f"  root(({chance.choice(STEPS)}))"]
    for _ in range(chance.randint(3, 5)):
        lines += [
            f"    {chance.choice(STEPS)}",
            *(f"      {chance.choice(STEPS)}" for _ in range(chance.randint(1, 3))),
        ]
    return "\n".join(lines)


def _single(chance: random.Random, count: int) -> Sequence[str]:
    return chance.sample([step for step in STEPS if " " not in step], count)


def _size(chance: random.Random) -> dict[str, int]:
    return {"width": chance.randint(320, 900), "height": chance.randint(240, 560)}


def _chart(chance: random.Random) -> dict[str, Any]:
    kind, count = (
        chance.choice(("bar", "bar", "line", "line", "pie", "doughnut", "radar", "polarArea")),
        chance.randint(3, 9),
    )
    is_round = kind in {"pie", "doughnut", "polarArea"}
    colors = [f"hsl({chance.randint(0, 360)} 60% 55%)" for _ in range(count)]
    series = [
        {
            "label": chance.choice(STEPS),
            "data": [chance.uniform(1, 100) for _ in range(count)],
            "backgroundColor": colors if is_round else colors[at],
            "borderColor": colors[at],
        }
        for at in range(1 if is_round else chance.randint(1, 3))
    ]
    titles = {
        "legend": {"display": chance.random() < 0.7},
        "title": {"display": chance.random() < 0.5, "text": _title(chance)},
    }
    options = {"animation": False, "responsive": False, "plugins": titles}
    if kind == "bar":
        options["indexAxis"] = chance.choice("xxy")
    config = {"type": kind, "data": {"labels": chance.choices(STEPS, k=count), "datasets": series}, "options": options}
    return {**_size(chance), "config": config}


def _echart(chance: random.Random) -> dict[str, Any]:
    kind, names = chance.choice(("bar", "bar", "line", "line", "pie", "gauge", "funnel")), chance.choices(STEPS, k=6)
    config: dict[str, Any] = {"animation": False, "legend": {}, "title": {"text": _title(chance)}}
    config["backgroundColor"] = chance.choice(("#fff", "#fff", "#fff", "#100c2a", "#f4f1de"))
    if kind in {"bar", "line"}:
        axes = ({"type": "category", "data": names}, {"type": "value"})
        config["xAxis"], config["yAxis"] = axes if chance.random() < 0.7 else axes[::-1]
        config["series"] = [
            {"name": step, "type": kind, "data": [chance.uniform(1, 100) for _ in names]}
            for step in chance.choices(STEPS, k=2)
        ]
    elif kind == "gauge":
        config["series"] = [{"type": kind, "data": [{"value": chance.randint(5, 95), "name": names[0]}]}]
    else:
        config["series"] = [{"type": kind, "data": [{"name": name, "value": chance.uniform(5, 50)} for name in names]}]
    return {**_size(chance), "config": config}


def _title(chance: random.Random) -> str:
    return f"{chance.choice(STEPS)} by {chance.choice(STEPS).lower()}"


def _map(chance: random.Random) -> dict[str, Any]:
    layer = chance.choice(("countries", "countries", "countries", "states", "counties", "counties"))
    flat = ("geoMercator", "geoEqualEarth", "geoNaturalEarth1", "geoOrthographic")
    return {
        **_size(chance),
        "layer": layer,
        "projection": {"states": "geoAlbersUsa", "counties": "geoMercator"}.get(layer) or chance.choice(flat),
        "ground": chance.choice(("#fff", "#fff", "#cfe8f5", "#aad3df", "#f2efe9", "#222")),
        "scheme": f"interpolate{chance.choice(('Blues', 'Reds', 'Viridis', 'YlGnBu', 'Oranges', 'RdYlGn'))}",
        "mode": chance.choice(("plain", "kinds", "shares", "shares")),
        "land": chance.choice(("#ddd", "#f2efe9", "#c8e6c9", "#888")),
        "stroke": chance.choice(("#fff", "#333", "#888")),
        "points": chance.choice((0, 0, 0, 5, 40)),
        "labels": chance.random() < 0.35,
        "title": "Where people live, 2021" if chance.random() < 0.3 else "",
        "picked": chance.random(),
    }


def _banner(chance: random.Random) -> str:
    width, height = chance.choice(((800, 400), (1000, 300), (600, 600), (500, 750), (900, 500), (728, 180)))
    ground = chance.choice((_color(chance), f"linear-gradient({_color(chance)},{_color(chance)})", "white", "#111"))
    shapes = "".join(_shape(width, height, chance) for _ in range(chance.choice((0, 0, 2, 5, 12))))
    font = chance.choice(("sans-serif", "serif", "monospace", "Georgia", "Impact", "DejaVu Sans Condensed"))
    small = "".join(
        f'<p style="font-size:{chance.randint(14, 30)}px">{html.escape(chance.choice(_listed(SMALL_PRINT)))}</p>'
        for _ in range(chance.randint(0, 3))
    )
    look = (
        f"position:relative;overflow:hidden;width:{width}px;height:{height}px;background:{ground};font-family:{font}",
        f"color:{chance.choice(('white', 'white', 'black', _color(chance)))}",
        f"text-align:{chance.choice(('left', 'center', 'right'))}",
    )
    headline = html.escape(chance.choice(_listed(HEADLINES)))
    return (
        f'<body style="margin:0"><div id="picture" style="{";".join(look)}">'
        f'<svg style="position:absolute;left:0;top:0" width="{width}" height="{height}">{shapes}</svg>'
        f'<div style="position:relative;padding:{chance.randint(10, 60)}px">'
        f'<b style="font-size:{chance.randint(28, 80)}px">{headline}</b>{small}</div></div>'
    )


def _listed(texts: str) -> list[str]:
    return texts.replace("\n", "|").split("|")


def _shape(width: int, height: int, chance: random.Random) -> str:
    corners = " ".join(f"{chance.randint(0, width)},{chance.randint(0, height)}" for _ in range(chance.choice((3, 4))))
    round_ = f'<circle cx="{chance.randint(0, width)}" cy="{chance.randint(0, height)}" r="{chance.randint(20, 200)}"'
    drawn = chance.choice((f'<polygon points="{corners}"', round_))
    return f'{drawn} fill="{_color(chance)}" opacity="{chance.uniform(0.2, 1):.1f}"/>'


def _color(chance: random.Random) -> str:
    return f"#{chance.randrange(2**24):06x}"
