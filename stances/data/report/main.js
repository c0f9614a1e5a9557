// The choices of whoever looks, and what follows from them.

const DAYS_A_SECOND = 8;
const LONGEST_PLAY_SECONDS = 40;
// Milliseconds between two drawings while the slider moves: the acts of a day are few, the rest is not.
const ACTS_EVERY = 150;
const REST_EVERY = 600;

const model = read(find("content"));
const choice = {
  day: model.now,
  first: startOf(model),
  then: false,
  actor: -1,
  types: model.types.map(() => true),
  busiest: new Set(),
};
let chosen = null;
let charts = [];
let playing = null;
let waiting = 0;
let actsDue = 0;
let restDue = 0;

const figure = makeFigure(model, find("figure"), choose);

function redraw() {
  if (waiting !== 0) return;
  waiting = requestAnimationFrame(() => {
    waiting = 0;
    drawDay();
    if (actsDue === 0) actsDue = setTimeout(drawActs, ACTS_EVERY);
    if (playing === null) clearRest();
    if (restDue === 0) restDue = setTimeout(drawRest, playing === null ? ACTS_EVERY : REST_EVERY);
  });
}

function drawDay() {
  const date = model.dates[choice.day];
  const dyads = dyadsOn(model, choice);
  find("day").value = choice.day;
  find("day").setAttribute("aria-valuetext", date);
  find("date").textContent = date;
  figure.draw(dyads, choice, `Relations on ${date}: ${counted(dyads.size, "dyad")}; the table below has all`);
  charts.forEach((moveTo) => moveTo(choice.day));
}

function clearRest() {
  clearTimeout(restDue);
  restDue = 0;
}

function drawActs() {
  actsDue = 0;
  showActs(model, choice, choose);
}

// Drawn once the slider rests, and now and then while the days are played.
function drawRest() {
  restDue = 0;
  find("figure").classList.remove("moving");
  const dyads = dyadsOn(model, choice);
  showStandings(model, choice, choose);
  if (find("relations").open) showRelations(model, dyads, choose);
  if (chosen !== null) showStory();
  if (playing === null) tell(dyads);
}

function tell(dyads) {
  const leans = { friendly: 0, hostile: 0, neither: 0 };
  let acts = 0;
  for (const dyad of dyads.values()) {
    leans[lean(dyad.balance)] += 1;
    acts += dyad.acts;
  }
  find("told").textContent = `${model.dates[choice.day]}, ${choice.then ? "as was known then" : "as we know now"}: `
    + `${counted(acts, "act")} so far between ${counted(dyads.size, "dyad")}, `
    + `${leans.friendly} friendly, ${leans.hostile} hostile, ${leans.neither} neither.`;
}

function goTo(day) {
  choice.day = Math.min(Math.max(day, choice.first), model.last);
  redraw();
}

function play() {
  if (choice.day >= model.last) choice.day = choice.first;
  const aSecond = Math.max(DAYS_A_SECOND, (model.last - choice.first) / LONGEST_PLAY_SECONDS);
  const [from, started] = [choice.day, performance.now()];
  const step = (time) => {
    if (playing === null) return;
    const day = Math.min(from + Math.floor((Math.max(time - started, 0) / 1000) * aSecond), model.last);
    if (day !== choice.day) goTo(day);
    if (day >= model.last) stop();
    else playing = requestAnimationFrame(step);
  };
  playing = requestAnimationFrame(step);
  showPlaying();
}

function stop() {
  if (playing !== null) cancelAnimationFrame(playing);
  playing = null;
  showPlaying();
  redraw();
}

function showPlaying() {
  find("play").textContent = playing === null ? "Play" : "Pause";
  find("play").setAttribute("aria-pressed", String(playing !== null));
}

const togglePlay = () => (playing === null ? play() : stop());

// A dyad chosen in the figure, in a list or in the table.
function choose(actor, recipient) {
  chosen = [actor, recipient];
  find("detail").hidden = false;
  showDetail();
  find("detail").focus({ preventScroll: true });
  find("detail").scrollIntoView({ block: "nearest" });
}

function showDetail() {
  const [one, other] = chosen.map((number) => model.actors[number]);
  find("detail-heading").textContent = `${one.name} and ${other.name}`;
  const titles = [`${one.code} → ${other.code}`, `${other.code} → ${one.code}`];
  const values = [balances(model, choice, ...chosen), balances(model, choice, chosen[1], chosen[0])];
  const extent = extentOf(...values);
  find("charts").replaceChildren();
  charts = titles.map((title, place) => makeChart(model, find("charts"), title, values[place], extent, choice.first));
  charts.forEach((moveTo) => moveTo(choice.day));
  find("forth-name").textContent = titles[0];
  find("back-name").textContent = titles[1];
  const days = [...model.dates.keys()].filter((day) => day === 0 || day === model.last || values.some(
    (side) => Math.sign(side[day]) !== Math.sign(side[day - 1]) || Math.abs(side[day]) > Math.abs(side[day - 1]),
  ));
  fill(find("balance-rows"), days, (day) => element(
    "tr",
    {},
    element("td", {}, model.dates[day]),
    ...values.map((side) => element("td", { class: "number" }, signed(side[day]))),
  ), null, 1000);
  figure.mark(chosen);
  showStory();
}

function showStory() {
  const acts = between(model, choice, ...chosen).reverse();
  fill(find("story"), acts, (version) => actItem(model, version, choose), find("story-more"));
}

function close() {
  if (chosen === null) return;
  chosen = null;
  charts = [];
  find("detail").hidden = true;
  figure.mark(null);
  find("day").focus();
}

function filter() {
  if (chosen !== null) showDetail();
  const on = choice.types.filter(Boolean).length;
  find("types-told").textContent = on === choice.types.length ? "(all)" : `(${on} of ${choice.types.length})`;
  redraw();
}

function chooseBusiest(number) {
  const acts = new Map();
  for (const version of model.versions) {
    for (const code of [version.actor, version.recipient]) {
      if (code !== -1 && model.actors[code].place) acts.set(code, (acts.get(code) ?? 0) + 1);
    }
  }
  const sorted = [...acts].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
  choice.busiest = new Set(sorted.slice(0, number).map(([code]) => code));
}

function setUpChoices() {
  model.actors.forEach((actor, number) => {
    const named = actor.name === actor.code ? actor.code : `${actor.code}, ${actor.name}`;
    find("actor").append(element("option", { value: number }, named));
  });
  const placed = model.actors.filter((actor) => actor.place).length;
  const steps = [12, 25, 40].filter((step) => step < placed);
  for (const step of [...steps, placed]) {
    const told = step === placed && placed === model.actors.length ? "all actors" : `the ${step} busiest`;
    find("busiest").append(element("option", { value: step }, told));
  }
  const start = window.innerWidth < 600 ? 12 : 25;
  find("busiest").value = [...steps, placed].findLast((step) => step <= start) ?? placed;
  chooseBusiest(Number(find("busiest").value));
  model.types.forEach((type, number) => {
    const there = model.versions.some((version) => version.type === number);
    const box = element("input", { type: "checkbox", checked: "", value: type.name });
    box.addEventListener("change", () => { choice.types[number] = box.checked; filter(); });
    if (there) find("type-boxes").append(element("label", {}, box, ` ${type.many}`));
  });
}

function setAllTypes(on) {
  choice.types = choice.types.map(() => on);
  find("type-boxes").querySelectorAll("input").forEach((box) => { box.checked = on; });
  filter();
}

function setKnowledge(then) {
  choice.then = then;
  document.querySelector(`input[name="knowledge"][value="${then ? "then" : "now"}"]`).checked = true;
  filter();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { close(); return; }
  const { target } = event;
  const isOwn = target.closest("input, select, button, summary, a, .scroll") !== null;
  if (event.key === "k" || event.key === "K") {
    if (target.closest("select") === null) setKnowledge(!choice.then);
    return;
  }
  if (isOwn && !(target.id === "day" && (event.shiftKey || event.key === " "))) return;
  const far = event.shiftKey ? 7 : 1;
  const moves = {
    ArrowLeft: () => goTo(choice.day - far),
    ArrowRight: () => goTo(choice.day + far),
    Home: () => goTo(choice.first),
    End: () => goTo(model.last),
    " ": togglePlay,
  };
  if (event.key in moves) {
    event.preventDefault();
    moves[event.key]();
  }
}

function setFirst(day) {
  choice.first = day;
  find("day").min = day;
  find("from").value = model.dates[day];
  goTo(choice.day);
  if (chosen !== null) showDetail();
}

function listen() {
  find("day").addEventListener("input", (event) => {
    if (playing !== null) stop();
    find("figure").classList.add("moving");
    goTo(Number(event.target.value));
  });
  find("back").addEventListener("click", () => goTo(choice.day - 1));
  find("forth").addEventListener("click", () => goTo(choice.day + 1));
  find("play").addEventListener("click", togglePlay);
  find("close").addEventListener("click", close);
  find("knowledge").addEventListener("change", (event) => setKnowledge(event.target.value === "then"));
  find("actor").addEventListener("change", (event) => {
    choice.actor = event.target.value === "" ? -1 : Number(event.target.value);
    filter();
  });
  find("from").addEventListener("change", (event) => {
    const day = model.dates.indexOf(event.target.value);
    setFirst(day === -1 ? 0 : day);
  });
  find("busiest").addEventListener("change", (event) => { chooseBusiest(Number(event.target.value)); redraw(); });
  find("types-all").addEventListener("click", () => setAllTypes(true));
  find("types-none").addEventListener("click", () => setAllTypes(false));
  find("relations").addEventListener("toggle", drawRest);
  document.addEventListener("keydown", onKey);
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    figure.arrange();
    if (chosen !== null) showDetail();
    redraw();
  });
}

function start() {
  if (model.versions.length === 0) {
    find("empty").hidden = false;
    find("controls").hidden = true;
    document.querySelector("main").hidden = true;
    return;
  }
  find("day").max = model.last;
  find("from").min = model.dates[0];
  find("from").max = model.dates[model.last];
  setFirst(choice.first);
  setUpChoices();
  listen();
  figure.arrange();
  filter();
}

start();
