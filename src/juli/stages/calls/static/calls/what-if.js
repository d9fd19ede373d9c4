// The picture of a what-if, and the sliders. Without this file the numbers can be typed and sent.
(() => {
  "use strict";
  const form = document.getElementById("numbers");
  if (!form) return;
  const language = document.documentElement.lang === "en" ? "en" : "zh";
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let chart = null;

  // Only what was moved goes into the address.
  form.addEventListener("htmx:configRequest", (event) => {
    if (event.target !== form) return;
    const parameters = event.detail.parameters;
    for (const input of form.querySelectorAll("input[data-own]")) {
      if (input.value === input.dataset.own || input.value === "") delete parameters[input.name];
    }
    for (const name of ["focus"]) if (!parameters[name]) delete parameters[name];
  });

  // A number in hand has its slider, and its clause is the one looked at.
  const focus = (clause) => { document.getElementById("focus").value = clause; };
  for (const slide of form.querySelectorAll(".slide")) {
    const input = document.getElementById(slide.dataset.for);
    slide.hidden = false;
    const clause = slide.closest(".threshold").dataset.clause;
    const moved = () => { mark(input); if (input.value !== "") line(clause, Number(input.value)); };
    slide.addEventListener("input", () => { input.value = slide.value; moved(); });
    slide.addEventListener("change", () => focus(clause));
    input.addEventListener("input", () => { slide.value = input.value; moved(); });
    input.addEventListener("change", () => focus(clause));
  }
  const mark = (input) => input.classList.toggle("moved", input.value !== input.dataset.own);
  form.addEventListener("click", (event) => {
    const clause = event.target.dataset.focus;
    if (!clause) return;
    focus(clause);
    form.requestSubmit();
  });

  const data = () => {
    const script = document.getElementById("picture-data");
    return script ? JSON.parse(script.textContent) : null;
  };
  const lines = (found, number) => {
    const place = document.getElementById("picture");
    const at = (value, text, type, ink) => ({
      xAxis: found.bars.length ? position(found, value) : 0,
      label: { formatter: `${text} ${value.toLocaleString()}`, color: ink, position: "end" },
      lineStyle: { color: ink, type, width: 2 },
    });
    const own = at(found.own, place.dataset.before, "dashed", colour("--ink-3"));
    if (number === found.own) return [{ ...own, lineStyle: { color: colour("--ink"), type: "solid", width: 2 } }];
    // The words of the two lines stand back to back, so that close lines don't write over each other.
    const moved = at(number, place.dataset.after, "solid", colour("--action"));
    [own.label.align, moved.label.align] = found.own < number ? ["right", "left"] : ["left", "right"];
    return [own, moved];
  };
  // Where a value lies among the bars, as a position on an axis of categories.
  const position = (found, value) => {
    const step = found.bars[0][1] - found.bars[0][0];
    return Math.min(Math.max(value / step - 0.5, -0.5), found.bars.length - 0.5);
  };
  const passes = (found, bar, number) => (found.ceiling ? bar[0] <= number : bar[0] >= number);
  // Four kinds of bar, as the legend names them: in before and after, newly in, no longer in, out.
  const ink = (found, bar, number) => {
    const was = passes(found, bar, found.own);
    if (passes(found, bar, number)) return colour(was ? "--met" : "--met-planned");
    return colour(was ? "--hatch" : "--short");
  };
  const series = (found, number) => ({
    series: [{
      type: "bar",
      barCategoryGap: "12%",
      animation: false,
      data: found.bars.map((bar) => ({ value: bar[2], itemStyle: { color: ink(found, bar, number) } })),
    }, {
      type: "line", xAxisIndex: 1, data: [], animation: false,
      markLine: { symbol: "none", silent: true, animation: false, data: lines(found, number) },
    }],
  });
  const line = (clause, number) => {
    const found = data();
    if (!chart || !found || found.clause !== clause) return;
    chart.setOption(series(found, number));
    for (const kind of document.querySelectorAll(".legend .gained, .legend .lost")) kind.hidden = number === found.own;
  };

  const draw = () => {
    const place = document.getElementById("picture");
    const found = data();
    if (chart) { chart.dispose(); chart = null; }
    if (!place || !found || !window.echarts) return;
    // Without a picture there is the table.
    document.getElementById("drawn").hidden = false;
    document.getElementById("table").open = false;
    chart = window.echarts.init(place, null, { renderer: "svg" });
    const grey = colour("--ink-2");
    chart.setOption({
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
      aria: { enabled: true, label: { description: found.label[language] } },
      tooltip: { trigger: "axis", formatter: ([bar]) => (bar ? `${bar.name} ${found.unit[language]}<br>${bar.value.toLocaleString()} ${place.dataset.count}` : "") },
      xAxis: [
        { type: "category", data: found.bars.map((bar) => bar[0].toLocaleString()), axisLabel: { color: grey }, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("--line-strong") } } },
        { type: "value", min: -0.5, max: found.bars.length - 0.5, show: false },
      ],
      yAxis: { type: "value", axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: grey }, splitLine: { lineStyle: { color: colour("--line") } } },
      ...series(found, found.number),
    });
  };
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target.closest("#outcome") || event.target.id === "outcome") draw(); });
  draw();
  addEventListener("resize", () => { if (chart) chart.resize(); });
  // On paper the picture is as wide as the column, whatever the window was.
  addEventListener("beforeprint", () => {
    const svg = document.querySelector("#picture svg");
    if (svg) svg.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  });
})();
