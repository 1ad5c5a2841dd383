"use strict";

// Draws figures.json, which the page carries with it: a bar for each line of the table, and a curve for each program.

const report = JSON.parse(document.getElementById("figures").textContent);
const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
const charts = [];

/** A line across the drawing, from one point of the scales to another. */
function line(chart, x, y, name, points, dash = []) {
  const { ctx } = chart;
  ctx.save();
  ctx.strokeStyle = colour(name);
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash(dash.map(length => length * devicePixelRatio));
  ctx.beginPath();
  points.forEach(([a, b]) => ctx.lineTo(chart.valToPos(a, x, true), chart.valToPos(b, y, true)));
  ctx.stroke();
  ctx.restore();
}

/** A bar for the median, a line from the least to the most, and a mark at the target. */
function drawBar(cell, { figure, asked, stands }) {
  const [median, min, max] = [figure.median, figure.min, figure.max].map(Number);
  if (!Number.isFinite(median)) { // nothing was measured
    return;
  }
  const bound = asked === "" ? NaN : Number(asked.replace(/[^0-9.]/g, ""));
  const full = Math.max(asked === "" ? 0 : bound * 1.5, max) || 1;
  charts.push(new uPlot({
    width: 436,
    height: 26,
    padding: [2, 8, 2, 8],
    legend: { show: false },
    cursor: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: false, ori: 1, range: [-0.5, 0.5] },
      y: { ori: 0, range: [0, full] },
    },
    series: [{}, {
      paths: uPlot.paths.bars({ size: [0.65] }),
      fill: () => colour(stands === "MISSED" ? "missed" : "bar"),
      width: 0,
      points: { show: false },
    }],
    hooks: {
      draw: [chart => {
        line(chart, "y", "x", "whisker", [[min, 0], [max, 0]]);
        if (asked !== "") {
          line(chart, "y", "x", "bad", [[bound, -0.5], [bound, 0.5]], [3, 2]);
        }
      }],
    },
  }, [[0], [median]], cell));
}

/** Replies per second over the number of connections, where that was measured. */
function drawCurves(place) {
  const programs = new Map();
  for (const [name, figure] of Object.entries(report.figures)) {
    const [, program, connections] = /^(.+) @ (\d+) per second$/.exec(name) ?? [];
    if (program) {
      programs.set(program, (programs.get(program) ?? new Map()).set(Number(connections), figure));
    }
  }
  if (programs.size === 0) {
    return;
  }
  place.innerHTML = "<h2>Replies per second</h2>";
  const columns = [...new Set([...programs.values()].flatMap(curve => [...curve.keys()]))].sort((a, b) => a - b);
  const colours = new Map([...programs.keys()]
    .sort((a, b) => b.startsWith("empty") - a.startsWith("empty"))
    .map((program, index) => [program, ["empty", "first", "second"][index % 3]]));
  const most = Math.max(...[...programs.values()].flatMap(curve => [...curve.values()]).map(figure => figure.max));
  const format = value => value == null ? "–" : Math.round(value).toLocaleString("en");
  const axis = { stroke: () => colour("pale"), grid: { stroke: () => colour("grid"), width: 1 }, ticks: { show: false } };
  charts.push(new uPlot({
    width: 860,
    height: 360,
    scales: {
      x: { time: false, range: [-0.2, columns.length - 0.8] },
      y: { range: [0, most * 1.05] },
    },
    axes: [
      { ...axis, label: "connections", splits: columns.map((_, index) => index), values: () => columns.map(format) },
      { ...axis, size: 80, values: (chart, ticks) => ticks.map(format) },
    ],
    series: [
      { label: "connections", value: (chart, index) => index == null ? "–" : format(columns[index]) },
      ...[...programs.keys()].map(program => ({
        label: program,
        stroke: () => colour(colours.get(program)),
        width: 2,
        points: { show: true, fill: () => colour("paper") },
        value: (chart, value) => format(value),
      })),
    ],
    hooks: {
      drawSeries: [(chart, series) => {
        const [program, curve] = [...programs][series - 1];
        curve.forEach(({ min, max }, connections) => {
          const column = columns.indexOf(connections);
          line(chart, "x", "y", colours.get(program), [[column, min], [column, max]]);
        });
      }],
    },
  }, [
    columns.map((_, index) => index),
    ...[...programs.values()].map(curve => columns.map(connections => curve.get(connections)?.median ?? null)),
  ], place));
}

document.querySelectorAll("#targets td.bar").forEach((cell, index) => drawBar(cell, report.targets[index]));
drawCurves(document.getElementById("curves"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach(chart => chart.redraw()));
