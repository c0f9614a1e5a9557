// The signed graph. Places come with the page and never move; a day changes colours and widths.

function makeFigure(model, holder, onChoose) {
  const root = shape("svg", { role: "img" });
  const tips = ["friendly", "hostile", "neither"].map((name) => shape(
    "marker",
    { id: `tip-${name}`, viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" },
    shape("path", { d: "M0 1 10 5 0 9z", class: `tip-${name}` }),
  ));
  const layers = ["edges", "dots"].map((name) => shape("g", { class: name }));
  root.append(shape("defs", {}, ...tips), ...layers);
  holder.append(root);

  const nodes = new Map();
  const edges = new Map();
  const size = model.actors.length;

  model.actors.forEach((actor, number) => {
    if (actor.place === null || actor.place === undefined) return;
    const dot = shape("circle", { r: 5, class: "dot" });
    const name = shape("text", { class: "name", "text-anchor": "middle" }, actor.code);
    const group = shape("g", {}, shape("title", {}, actor.name), dot, name);
    layers[1].append(group);
    nodes.set(number, { actor, group, dot, name, x: 0, y: 0 });
  });
  for (const [actor, recipient, bend] of model.bends) {
    const line = shape("path", { class: "edge" });
    const hit = shape("path", { class: "hit" });
    const group = shape("g", { class: "pair", display: "none" }, line, hit);
    group.dataset.pair = `${model.actors[actor].code} ${model.actors[recipient].code}`;
    hit.addEventListener("click", () => onChoose(actor, recipient));
    layers[0].append(group);
    edges.set(actor * size + recipient, { actor, recipient, bend, line, hit, group, shown: false, look: "" });
  }

  function arrange() {
    const width = Math.max(holder.clientWidth, 260);
    const height = Math.round(Math.min(Math.max(width * 0.6, 330), 620));
    root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    root.setAttribute("height", height);
    const extent = [...nodes.values()].reduce((most, { actor: { place } }) => (
      [Math.max(most[0], Math.abs(place[0])), Math.max(most[1], Math.abs(place[1]))]
    ), [0.2, 0.2]);
    for (const node of nodes.values()) {
      node.x = width / 2 + (node.actor.place[0] / extent[0]) * (width / 2 - 42);
      node.y = height / 2 - (node.actor.place[1] / extent[1]) * (height / 2 - 46);
      node.dot.setAttribute("cx", node.x.toFixed(1));
      node.dot.setAttribute("cy", node.y.toFixed(1));
    }
    nameActors([...nodes.values()], width, height);
    for (const edge of edges.values()) {
      const path = curve(nodes.get(edge.actor), nodes.get(edge.recipient), edge.bend);
      edge.line.setAttribute("d", path);
      edge.hit.setAttribute("d", path);
    }
  }

  // Only what differs from the day before is touched.
  function draw(dyads, choice, told) {
    const here = new Set();
    let most = 0;
    for (const [key, edge] of edges) {
      const dyad = dyads.get(key);
      const shown = dyad !== undefined && isPlaced(edge.actor, choice) && isPlaced(edge.recipient, choice);
      if (shown !== edge.shown) {
        edge.group.setAttribute("display", shown ? "inline" : "none");
        edge.shown = shown;
      }
      if (!shown) continue;
      most = Math.max(most, dyad.acts);
      here.add(edge.actor).add(edge.recipient);
      const name = lean(dyad.balance);
      const width = Math.min(1.2 + 0.8 * Math.log2(dyad.acts), 5.5).toFixed(1);
      const strength = Math.min(0.3 + Math.abs(dyad.balance) / 8, 0.95).toFixed(2);
      const look = `${name} ${width} ${strength}`;
      if (look !== edge.look) {
        edge.look = look;
        edge.line.setAttribute("class", `edge ${name}`);
        edge.line.setAttribute("stroke-width", width);
        edge.line.setAttribute("stroke-opacity", strength);
        edge.line.setAttribute("marker-end", `url(#tip-${name})`);
      }
    }
    for (const [number, node] of nodes) {
      const display = isPlaced(number, choice) ? "inline" : "none";
      if (node.group.getAttribute("display") !== display) node.group.setAttribute("display", display);
      node.group.classList.toggle("away", !here.has(number));
    }
    root.setAttribute("aria-label", told);
  }

  const isPlaced = (number, choice) => (
    nodes.has(number) && (choice.busiest.has(number) || number === choice.actor)
  );

  function mark(chosen) {
    for (const edge of edges.values()) {
      const isChosen = chosen !== null && edge.actor === chosen[0] && edge.recipient === chosen[1];
      edge.group.classList.toggle("chosen", isChosen);
    }
  }

  return { arrange, draw, mark };
}

// A quadratic curve that bows to the right of its way and stops short of both dots.
function curve(from, to, bend) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const middle = { x: (from.x + to.x) / 2 - bend * dy, y: (from.y + to.y) / 2 + bend * dx };
  const start = toward(from, middle, 7);
  const end = toward(to, middle, 8);
  return `M${start} Q${middle.x.toFixed(1)} ${middle.y.toFixed(1)} ${end}`;
}

function toward(from, to, distance) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const share = Math.min(distance / length, 0.45);
  return `${(from.x + (to.x - from.x) * share).toFixed(1)} ${(from.y + (to.y - from.y) * share).toFixed(1)}`;
}

// Names go above, below or beside their dots: wherever they cover least.
function nameActors(nodes, width, height) {
  const taken = nodes.map(({ x, y }) => [x - 6, y - 6, x + 6, y + 6]);
  for (const { x, y, name, actor } of nodes) {
    const [wide, high] = [7.6 * actor.code.length, 12];
    const places = [[x, y - 10], [x, y + 20], [x + wide / 2 + 9, y + 4], [x - wide / 2 - 9, y + 4]];
    const boxes = places.map(([cx, base]) => [cx - wide / 2, base - high, cx + wide / 2, base + 2]);
    const costs = boxes.map((box) => taken.reduce((sum, other) => sum + overlap(box, other), 0) + outside(box, width, height));
    const best = costs.indexOf(Math.min(...costs));
    taken.push(boxes[best]);
    name.setAttribute("x", places[best][0].toFixed(1));
    name.setAttribute("y", places[best][1].toFixed(1));
  }
}

const overlap = (a, b) => (
  Math.max(Math.min(a[2], b[2]) - Math.max(a[0], b[0]), 0) * Math.max(Math.min(a[3], b[3]) - Math.max(a[1], b[1]), 0)
);

const outside = (box, width, height) => (
  1000 * (box[0] < 0 || box[2] > width || box[1] < 0 || box[3] > height ? 1 : 0)
);
