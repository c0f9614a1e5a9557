// Acts as lines with their words, and relations as rows.

const MOST_ROWS = 100;

const KINDS = [
  { id: "demands", type: "REQUEST", standing: ["open"], name: "Open demands" },
  { id: "threats", type: "THREATEN", standing: ["standing"], name: "Standing threats" },
  { id: "agreements", type: "AGREE", standing: ["in force", "disputed"], name: "Agreements in force" },
];

function actItem(model, version, onChoose, { extra = null, arrow = "→" } = {}) {
  const type = model.types[version.type];
  const event = [
    version.modality === ASSERTED ? null : MODALITIES[version.modality],
    version.about === -1 ? null : `about ${model.actors[version.about].code}`,
    version.claimedBy === null ? null : `as ${version.claimedBy} says`,
    version.speaker === null ? null : `voiced by ${version.speaker}`,
    version.condition === null ? null : `“${version.condition}”`,
    version.deadline === null ? null : `deadline ${version.deadline}`,
  ].filter((part) => part !== null);
  return element(
    "li",
    {},
    element(
      "div",
      { class: "line" },
      element("span", { class: "day" }, version.dateText ?? model.dates[version.date] ?? ""),
      endsOf(model, version, onChoose, arrow),
      element("span", { class: `kind-${lean(type.score)}` }, type.one),
      event.length === 0 ? null : element("bdi", {}, event.join("; ")),
    ),
    version.words === null ? null : element("blockquote", { dir: "auto" }, version.words),
    toldBy(version),
    extra,
  );
}

function endsOf(model, version, onChoose, arrow = "→") {
  const actor = model.actors[version.actor];
  if (version.recipient === -1) return element("strong", { title: actor.name }, actor.code);
  const recipient = model.actors[version.recipient];
  const button = element(
    "button",
    { type: "button", class: "ends", title: `${actor.name} ${arrow} ${recipient.name}`, "aria-label": `${actor.name} to ${recipient.name}: series and story` },
    `${actor.code} ${arrow} ${recipient.code}`,
  );
  button.addEventListener("click", () => onChoose(version.actor, version.recipient));
  return button;
}

function toldBy(version) {
  const address = version.url === null ? null : webAddress(version.url);
  const name = version.publishers ?? (address === null ? "no publisher known" : "source");
  const more = version.reports > 1 ? ` (${version.reports} reports)` : "";
  const link = address === null
    ? name
    : element("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, name);
  return element("div", { class: "by" }, link, more);
}

// Fill a list with no more than can be looked through, and say how many are left out.
function fill(list, items, make, more = null, most = MOST_ROWS) {
  list.replaceChildren(...items.slice(0, most).map(make));
  if (more !== null) {
    more.textContent = items.length > most ? `${counted(items.length - most, "more is", "more are")} not shown.` : "";
  }
}

function showActs(model, choice, onChoose) {
  const upTo = actsUpTo(model, choice);
  const on = upTo.filter((version) => version.date === choice.day);
  const last = upTo.length === 0 ? null : upTo[upTo.length - 1].date;
  const shown = on.length > 0 ? on : upTo.filter((version) => version.date === last);
  const day = model.dates[choice.day];
  find("acts-heading").textContent = on.length > 0
    ? `${counted(on.length, "act")} on ${day}`
    : last === null ? `No act up to ${day}` : `No act on ${day}; the last, on ${model.dates[last]}`;
  fill(find("act-rows"), shown, (version) => actItem(model, version, onChoose), find("acts-more"));
  const learnt = choice.then ? learntOn(model, choice) : [];
  find("learnt-heading").hidden = learnt.length === 0;
  fill(find("learnt-rows"), learnt, (version) => actItem(model, version, onChoose));
}

function showStandings(model, choice, onChoose) {
  const found = standingOn(model, choice);
  const asked = askedOn(model, choice.day);
  find("asked").textContent = "";
  if (asked !== undefined && asked !== choice.day) {
    find("asked").textContent = `Unchanged since ${model.dates[asked]}, or last looked at then.`;
  }
  for (const kind of KINDS) {
    const all = found.filter((standing) => model.types[standing.version.type].name === kind.type);
    const standing = all.filter((one) => kind.standing.includes(one.status));
    const settled = all.length - standing.length;
    find(`${kind.id}-heading`).textContent = `${kind.name}: ${standing.length}${settled > 0 ? ` (${settled} settled)` : ""}`;
    fill(find(kind.id), standing.reverse(), (one) => actItem(model, one.version, onChoose, {
      extra: standingNote(one),
      arrow: one.counterpart === null ? "→" : "↔",
    }));
  }
}

const standingNote = (standing) => (
  standing.status === "disputed" ? element("div", { class: "by" }, `disputed: ${standing.rule}`) : null
);

function showRelations(model, dyads, onChoose) {
  const sorted = [...dyads.values()].sort((one, other) => Math.abs(other.balance) - Math.abs(one.balance));
  fill(find("relation-rows"), sorted, (dyad) => element(
    "tr",
    {},
    element("td", {}, endsOf(model, dyad, onChoose)),
    element("td", {}, model.actors[dyad.recipient].code),
    element("td", { class: `number kind-${lean(dyad.balance)}` }, signed(dyad.balance)),
    element("td", { class: "number" }, String(dyad.acts)),
    element("td", {}, model.dates[dyad.last]),
  ), find("relations-more"), 300);
}
