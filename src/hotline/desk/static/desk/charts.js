// Charts drawn from tables that stay in the page, for the eye only: whoever hears the page, prints it
// or has no scripts reads the table.
//
//   <figure class="chart" data-chart="bar" data-source="late-units" data-columns="1,2,3" hidden>
//
// data-chart    bar, across (bars from left to right, for long names), line or pie
// data-source   the id of a table: its first column names the points, each further one is a series
// data-columns  which columns, counted from the first after the names; all of them if left out
// data-stacked  the series stand upon each other
// data-most     how many rows are drawn
"use strict";

const PALETTE = ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5"];
const drawn = new Map();

/** A colour or face of tokens.css as it is just now. */
function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The number in a cell; nothing counts as none. */
function numberOf(cell) {
  return Number.parseFloat(cell.textContent.replace(/[^\d.-]/g, "")) || 0;
}

/** What a table says: the names of its points, and each column as a series. */
function readTable(table, figure) {
  const heads = [...table.querySelectorAll("thead th")].slice(1);
  const rows = [...table.querySelectorAll("tbody tr")].slice(0, Number(figure.dataset.most) || 40);
  const wanted = figure.dataset.columns
    ? figure.dataset.columns.split(",").map(Number)
    : heads.map((_, place) => place + 1);
  return {
    names: rows.map((row) => (row.cells[0].dataset.short || row.cells[0].textContent).trim()),
    series: wanted.map((column) => ({
      name: heads[column - 1].textContent.trim(),
      data: rows.map((row) => numberOf(row.cells[column])),
    })),
  };
}

/** How tall a chart must be to show all its rows, in rem. */
function heightOf(figure, told) {
  if (figure.dataset.chart !== "across") return 14;
  const beside = "stacked" in figure.dataset ? 1 : told.series.length;
  return Math.max(6, told.names.length * (0.75 + beside) + 1.5);
}

/** The chart's description for ECharts. */
function described(figure, told, rem) {
  const kind = figure.dataset.chart;
  const text = { color: token("--quiet"), fontSize: 0.75 * rem };
  const colours = PALETTE.map(token);
  const usual = {
    animation: false,
    color: colours,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    aria: { decal: { show: document.documentElement.dataset.contrast === "high" } },
  };
  if (kind === "pie") {
    const data = told.names.map((name, place) => ({ name, value: told.series[0].data[place] }));
    const label = { ...text, color: token("--ink"), formatter: "{b} {c}" };
    return { ...usual, series: [{ type: "pie", radius: ["35%", "65%"], data, label }] };
  }
  const isAcross = kind === "across";
  const names = {
    type: "category",
    data: told.names,
    inverse: isAcross,
    axisLabel: { ...text, color: token("--ink"), interval: isAcross ? 0 : "auto" },
    axisLine: { lineStyle: { color: token("--edge") } },
    axisTick: { show: false },
  };
  const values = {
    type: "value",
    minInterval: 1,
    axisLabel: { ...text, hideOverlap: true },
    splitLine: { lineStyle: { color: token("--line-soft") } },
  };
  const isStacked = "stacked" in figure.dataset;
  const sums = told.names.map((_, place) => told.series.reduce((sum, one) => sum + one.data[place], 0));
  // In a piece that is too small for it a number would stand upon the next; the table has it.
  const least = isStacked ? Math.max(...sums) * 0.03 : 0;
  return {
    ...usual,
    grid: { left: 8, right: isAcross ? 2.5 * rem : 16, top: 1.25 * rem, bottom: 4, containLabel: true },
    xAxis: isAcross ? values : names,
    yAxis: isAcross ? names : values,
    series: told.series.map((series, place) => ({
      ...series,
      type: kind === "line" ? "line" : "bar",
      stack: isStacked ? "all" : undefined,
      barMaxWidth: 1.25 * rem,
      symbol: ["circle", "rect", "triangle", "diamond", "roundRect"][place],
      symbolSize: 0.375 * rem,
      lineStyle: { width: 2, type: place ? "dashed" : "solid" },
      label: {
        show: kind !== "line",
        position: isStacked ? "inside" : isAcross ? "right" : "top",
        color: isStacked ? token("--paper") : token("--ink"),
        fontSize: 0.75 * rem,
        formatter: (point) => (point.value > least ? String(point.value) : ""),
      },
    })),
  };
}

/** The names of the series with their colours, as words beside the chart. */
function keyOf(told) {
  const list = document.createElement("ul");
  list.className = "chart-key";
  told.series.forEach((series, place) => {
    const item = document.createElement("li");
    item.className = `chart-key-${place + 1}`;
    item.textContent = series.name;
    list.append(item);
  });
  return list;
}

/** Draw one figure from its table; a table without rows needs no picture. */
function draw(figure) {
  const table = document.getElementById(figure.dataset.source);
  if (!table || !table.tBodies[0] || !table.tBodies[0].rows.length) return;
  const told = readTable(table, figure);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  figure.hidden = false;
  let chart = drawn.get(figure);
  if (!chart) {
    const paper = document.createElement("div");
    paper.setAttribute("aria-hidden", "true");
    paper.style.height = `${heightOf(figure, told)}rem`;
    if (told.series.length > 1 && figure.dataset.chart !== "pie") figure.append(keyOf(told));
    figure.append(paper);
    chart = window.echarts.init(paper, null, { renderer: "canvas" });
    new ResizeObserver(() => chart.resize()).observe(paper);
    drawn.set(figure, chart);
  }
  chart.setOption(described(figure, told, rem), true);
}

/** Draw every figure that there is, again where the colours have changed. */
function drawAll() {
  if (window.echarts) document.querySelectorAll("[data-chart]").forEach(draw);
}

drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
document.addEventListener("htmx:load", drawAll);
