// What pages.py draws in a browser: each function fills #picture, which is then photographed.
// The libraries' names (mermaid, Chart, echarts, d3, topojson) are theirs, loaded beside this file.

/* global mermaid, Chart, echarts, d3, topojson, world, states */

function frame(width, height, ground) {
  const picture = document.getElementById("picture");
  picture.innerHTML = "";
  picture.style.cssText = `display:inline-block;padding:12px;background:${ground}`;
  if (width) picture.style.cssText += `;width:${width}px;height:${height}px;padding:0`;
  return picture;
}

async function drawDiagram({ id, source, theme, look }) {
  mermaid.initialize({ startOnLoad: false, theme, look });
  const picture = frame(0, 0, theme === "dark" ? "#222" : "#fff");
  picture.innerHTML = (await mermaid.render(id, source)).svg;
  const drawn = picture.querySelector("svg");
  drawn.style.maxWidth = "900px";
  drawn.style.width = `${drawn.viewBox.baseVal.width}px`;
}

function drawChart({ width, height, config }) {
  const canvas = frame(width, height, "#fff").appendChild(document.createElement("canvas"));
  Object.assign(canvas, { width, height });
  new Chart(canvas, config);
}

function drawEchart({ width, height, config }) {
  const box = frame(width, height, "#fff").appendChild(document.createElement("div"));
  box.style.cssText = `width:${width}px;height:${height}px`;
  echarts.init(box).setOption(config);
}

function drawMap({ width, height, ground, layer, projection, scheme, mode, land, stroke, points, labels, title, picked }) {
  const numbers = d3.randomLcg(picked);
  const chosen = () => (mode === "plain" ? land : mode === "kinds" ? d3.schemeSet3[Math.floor(numbers() * 12)] : d3[scheme](numbers()));
  const atlas = layer === "countries" ? world : states;
  const every = topojson.feature(atlas, atlas.objects[layer]).features;
  const shown = layer === "counties" ? every.filter((one) => one.id.slice(0, 2) === every[Math.floor(picked * every.length)].id.slice(0, 2)) : every;
  const zoomed = picked < 0.5 && layer === "countries" ? shown[Math.floor(picked * 2 * shown.length)] : { type: "FeatureCollection", features: shown };
  const path = d3.geoPath(d3[projection]().fitExtent([[20, title ? 50 : 20], [width - 20, height - 20]], zoomed));
  const drawn = d3.select(frame(width, height, ground)).append("svg").attr("width", width).attr("height", height);
  drawn.selectAll("path").data(shown).enter().append("path").attr("d", path).attr("fill", chosen).attr("stroke", stroke);
  for (let at = 0; at < points; at++) {
    const dot = drawn.append("circle").attr("cx", 20 + numbers() * (width - 40)).attr("cy", 20 + numbers() * (height - 40));
    dot.attr("r", 3 + numbers() * 8).attr("fill", "#d7301f").attr("opacity", 0.8);
  }
  const write = (text, x, y, size) => drawn.append("text").attr("x", x).attr("y", y).attr("font-size", size).attr("font-family", "sans-serif").text(text);
  if (labels) for (const one of shown.slice(0, 40)) if (path.centroid(one)[0] > 0) write((one.properties.name || "").slice(0, 14), ...path.centroid(one), 11);
  if (title) write(title, 20, 30, 20);
  if (mode === "shares") for (let at = 0; at < 5; at++) {
    drawn.append("rect").attr("x", width - 110).attr("y", height - 120 + at * 18).attr("width", 16).attr("height", 14).attr("fill", d3[scheme](at / 5));
    write(`${at * 10} – ${at * 10 + 10}`, width - 90, height - 109 + at * 18, 11);
  }
}
