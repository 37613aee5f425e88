// Credits a day, one line a site. The same numbers are in the table below the chart, for whoever cannot see it.
"use strict";

const place = document.getElementById("usage-chart");
if (place) {
  const usage = JSON.parse(document.getElementById(place.dataset.source).textContent);
  const days = usage.days.map((day) => Date.parse(day) / 1000);
  const colours = ["#4f46e5", "#0d9488", "#d97706", "#db2777", "#64748b"];
  const text = getComputedStyle(document.body).color;
  const line = getComputedStyle(document.documentElement).getPropertyValue("--line");
  const axis = { stroke: text, grid: { stroke: line }, ticks: { stroke: line } };
  const sites = Object.entries(usage.sites).slice(0, colours.length);
  const chart = new uPlot(
    {
      width: place.clientWidth,
      height: 220,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      scales: { y: { range: (_chart, _low, high) => [0, Math.max(5, high * 1.1)] } },
      axes: [axis, { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] }],
      series: [
        { value: "{YYYY}-{MM}-{DD}" },
        ...sites.map(([site], number) => ({
          label: site,
          stroke: colours[number],
          fill: colours[number] + "22",
          width: 2,
        })),
      ],
    },
    [days, ...sites.map(([, numbers]) => numbers)],
    place,
  );
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: 220 })).observe(place);
}
