// What the log says on a day. Nothing here touches the page.

const FOREVER = 2 ** 30;
const LITTLE = 0.05; // a balance nearer to nothing is neither friendly nor hostile
const FEW = 0.2; // the share of acts that are few
const ASSERTED = 0;
const MODALITIES = ["", "announced", "denied"];

const FIELDS = [
  "date", "since", "until", "actor", "recipient", "about", "type", "modality", "reports",
  "dateText", "words", "publishers", "speaker", "claimedBy", "condition", "deadline", "url",
];

function read(element) {
  const content = JSON.parse(element.textContent);
  const versions = content.versions.map((row) => {
    const version = {};
    FIELDS.forEach((field, place) => { version[field] = row[place]; });
    version.until ??= FOREVER;
    return version;
  });
  const standings = (rows) => rows.map((row) => ({
    version: versions[row[0]],
    counterpart: row[1] === null ? null : versions[row[1]],
    since: row[2],
    until: row[3] ?? FOREVER,
    status: row[4],
    rule: row[5],
    settledBy: row[6] === null ? null : versions[row[6]],
  }));
  return {
    ...content,
    versions,
    standings: { now: standings(content.standings.now), then: standings(content.standings.then) },
    decay: decayOver(content.last, content.halfLife),
    dates: datesFrom(content.first, content.last),
  };
}

function decayOver(days, halfLife) {
  return Float64Array.from({ length: days + 1 }, (_, age) => (halfLife === null ? 1 : 2 ** (-age / halfLife)));
}

function datesFrom(first, last) {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: last + 1 }, (_, day) => new Date(start + day * 864e5).toISOString().slice(0, 10));
}

// Whether this is how the act is known, given the day of knowledge; null is all that we know now.
const isKnown = (version, knownOn) => (
  knownOn === null ? version.until === FOREVER : version.since <= knownOn && knownOn < version.until
);

const keeps = (version, choice) => choice.types[version.type] && (
  choice.actor === -1 || version.actor === choice.actor || version.recipient === choice.actor
);

const knownOn = (choice, day = choice.day) => (choice.then ? day : null);

// The dyads on the chosen day: what `dyads(log, at=day)` gives, as a map by pair.
function dyadsOn(model, choice) {
  const { day } = choice;
  const known = knownOn(choice);
  const size = model.actors.length;
  const found = new Map();
  for (const version of model.versions) {
    if (version.date > day) break; // they are in order
    if (version.recipient === -1 || !keeps(version, choice) || !isKnown(version, known)) continue;
    const key = version.actor * size + version.recipient;
    let dyad = found.get(key);
    if (dyad === undefined) {
      dyad = { actor: version.actor, recipient: version.recipient, acts: 0, balance: 0, last: 0 };
      found.set(key, dyad);
    }
    dyad.acts += 1;
    dyad.last = version.date;
    if (version.modality === ASSERTED) {
      dyad.balance += model.types[version.type].score * model.decay[day - version.date];
    }
  }
  return found;
}

// The balance of one dyad at the end of every day.
function balances(model, choice, actor, recipient) {
  const own = model.versions.filter((version) => (
    version.actor === actor && version.recipient === recipient
    && version.modality === ASSERTED && choice.types[version.type]
  ));
  return Float64Array.from({ length: model.last + 1 }, (_, day) => {
    const known = knownOn(choice, day);
    let sum = 0;
    for (const version of own) {
      if (version.date > day) break;
      if (isKnown(version, known)) sum += model.types[version.type].score * model.decay[day - version.date];
    }
    return sum;
  });
}

const actsUpTo = (model, choice) => model.versions.filter((version) => (
  version.date <= choice.day && isKnown(version, knownOn(choice)) && keeps(version, choice)
));

const learntOn = (model, choice) => model.versions.filter((version) => (
  version.since === choice.day && version.date < choice.day && keeps(version, choice)
));

function between(model, choice, one, other) {
  const all = { ...choice, actor: -1 };
  return actsUpTo(model, all).filter((version) => (
    (version.actor === one && (version.recipient === other || version.about === other))
    || (version.actor === other && (version.recipient === one || version.about === one))
  ));
}

// The day by which what stands was looked at: the same one, or in a log with rulings maybe earlier.
const askedOn = (model, day) => (model.asked === null ? day : model.asked.findLast((one) => one <= day));

const standingOn = (model, choice) => {
  const asked = askedOn(model, choice.day);
  if (asked === undefined) return [];
  return model.standings[choice.then ? "then" : "now"].filter((standing) => (
    standing.since <= asked && asked < standing.until
    && (keeps(standing.version, choice) || (standing.counterpart !== null && keeps(standing.counterpart, choice)))
  ));
};

// The day to begin with: that of the first act, or a later one where a few early acts, such as a
// treaty that is remembered, would leave most of the slider to days on which nothing happened.
function startOf(model) {
  const dates = model.versions.filter((version) => version.until === FOREVER).map((version) => version.date);
  const later = dates[Math.floor(dates.length * FEW)] ?? 0;
  return model.last - later < model.last / 2 ? later : 0;
}

const lean = (balance) => (Math.abs(balance) < LITTLE ? "neither" : balance > 0 ? "friendly" : "hostile");

const signed = (value) => (
  Math.abs(value) < LITTLE ? "0.0" : `${value > 0 ? "+" : "−"}${Math.abs(value).toFixed(1)}`
);

const counted = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
