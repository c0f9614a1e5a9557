// Balances of a dyad over time, as steps above and below zero.

const CHART = { height: 150, left: 40, right: 8, top: 18, bottom: 20 };

function makeChart(model, holder, title, values, extent, first) {
  const width = Math.max(holder.clientWidth, 260);
  const inner = width - CHART.left - CHART.right;
  const x = (day) => CHART.left + (inner * (day - first)) / (model.last + 1 - first);
  const y = (value) => {
    const share = (extent.top - value) / (extent.top - extent.bottom);
    return CHART.top + share * (CHART.height - CHART.top - CHART.bottom);
  };
  const root = shape("svg", { role: "img", viewBox: `0 0 ${width} ${CHART.height}`, height: CHART.height });
  for (const value of new Set([extent.top, 0, extent.bottom])) {
    root.append(
      shape("line", { class: value === 0 ? "zero" : "axis", x1: CHART.left, x2: width - CHART.right, y1: y(value), y2: y(value) }),
      shape("text", { class: "small", x: CHART.left - 5, y: y(value) + 4, "text-anchor": "end" }, signed(value)),
    );
  }
  const clipped = [["friendly", (value) => Math.max(value, 0)], ["hostile", (value) => Math.min(value, 0)]];
  for (const [name, side] of clipped) {
    root.append(shape("path", { class: `area-${name}`, d: steps(values, side, x, y, first) }));
  }
  for (const [day, anchor] of [[first, "start"], [model.last, "end"]]) {
    const place = anchor === "start" ? CHART.left : width - CHART.right;
    root.append(shape("text", { class: "small", x: place, y: CHART.height - 5, "text-anchor": anchor }, model.dates[day]));
  }
  const today = shape("line", { class: "today", y1: CHART.top, y2: CHART.height - CHART.bottom });
  root.append(shape("text", { x: CHART.left, y: 12 }, title), today);
  holder.append(root);
  return (day) => {
    const place = x(day + 0.5).toFixed(1);
    today.setAttribute("x1", place);
    today.setAttribute("x2", place);
    root.setAttribute("aria-label", `${title}: balance ${signed(values[day])} on ${model.dates[day]}`);
  };
}

function steps(values, side, x, y, first) {
  const zero = y(0).toFixed(1);
  let path = `M${x(first).toFixed(1)} ${zero}`;
  for (let day = first; day < values.length; day += 1) {
    path += `V${y(side(values[day])).toFixed(1)}H${x(day + 1).toFixed(1)}`;
  }
  return `${path}V${zero}Z`;
}

// One scale for both directions, with room where there is nothing.
function extentOf(...all) {
  let [top, bottom] = [0, 0];
  for (const values of all) {
    for (const value of values) {
      top = Math.max(top, value);
      bottom = Math.min(bottom, value);
    }
  }
  return top - bottom < 1 ? { top: 1, bottom: -1 } : { top, bottom };
}
