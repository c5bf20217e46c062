// Search in the browser: Pagefind's shards, merged; nothing is sent to anybody.
// Chinese is asked for in pairs of characters and numbers as a whole, as the index has them (publishing/site/search.py).
const form = document.getElementById("search");
const input = document.getElementById("query");
const state = document.getElementById("state");
const list = document.getElementById("results");
const more = document.getElementById("more");
const words = form.dataset;
const MARK = "qzpairs";
const AT_FIRST = 12; // months that are searched at once; earlier ones are merged when a reader asks
const PAGE = 10;
const BEFORE = 60, LONG = 180; // letters before what was found, and in all
let engine, waiting, asked = 0;
const dates = {}; // page → day

async function start() {
  const found = await import(words.engine + "pagefind.js");
  await found.options({ basePath: words.engine, baseUrl: words.base });
  await found.init();
  waiting = await (await fetch(words.shards)).json();
  engine = found;
  await merge(AT_FIRST);
}

async function merge(count) {
  const next = waiting.splice(0, count);
  await Promise.all(next.map(async (path) => {
    await engine.mergeIndex(path, { baseUrl: words.base });
    Object.assign(dates, await (await fetch(path + "dates.json")).json());
  }));
}

function question(text) {
  const terms = [];
  for (const run of text.match(/[\u3400-\u9fff\u{20000}-\u{3ffff}]+/gu) ?? []) {
    const chars = [...run].map((char) => char.codePointAt(0).toString(16));
    if (chars.length === 1) terms.push(`"zk${chars[0]}x"`);
    for (let at = 0; at + 1 < chars.length; at += 1) terms.push(`"zq${chars[at]}u${chars[at + 1]}x"`);
  }
  const rest = text.replace(/[\u3400-\u9fff\u{20000}-\u{3ffff}]+/gu, " ");
  for (const number of rest.match(/\d[\d,]*(?:\.\d+)?/g) ?? []) terms.push(`"zn${number.replaceAll(",", "").replace(".", "p")}x"`);
  for (const word of rest.match(/[A-Za-z]+/g) ?? []) terms.push(word);
  return [...new Set(terms)].slice(0, 24);
}

// As `stem` in publishing/site/search.py.
function stem(word) {
  word = word.toLowerCase();
  for (const [end, instead] of [["ies", "y"], ["ing", ""], ["ed", ""], ["es", ""], ["s", ""], ["e", ""]]) {
    if (word.endsWith(end) && word.length >= end.length + 3) return word.slice(0, word.length - end.length) + instead;
  }
  return word;
}

// A word as it is known to stand there; while it is being typed, what begins with it.
async function pages(term) {
  if (term.startsWith('"')) return (await engine.search(term)).results;
  const exact = (await engine.search(`"zw${stem(term)}x"`)).results;
  return exact.length ? exact : (await engine.search(term)).results.filter((one) => one.score > 0.5);
}

// Pages that have every term, newest first. Each is asked for by itself and as a phrase: the engine passes over a word
// that is nowhere, and offers the nearest one where a shard lacks it.
async function having(terms) {
  if (!terms.length) return [];
  const answers = await Promise.all(terms.map(pages));
  const others = answers.slice(1).map((results) => new Set(results.map((one) => one.id)));
  const found = answers[0].filter((one) => others.every((ids) => ids.has(one.id)));
  return found.sort((a, b) => (dates[b.id] ?? "").localeCompare(dates[a.id] ?? "") || b.score - a.score);
}

function wanted(text) {
  const parts = text.trim().split(/\s+/).filter(Boolean);
  return parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

function marked(text, parts) {
  const made = document.createDocumentFragment();
  if (!parts.length) { made.append(text); return made; }
  const pattern = new RegExp(`(${parts.join("|")})`, "giu");
  text.split(pattern).forEach((piece, at) => {
    if (at % 2) { const mark = document.createElement("mark"); mark.textContent = piece; made.append(mark); }
    else made.append(piece);
  });
  return made;
}

// Where a piece of text begins that a reader can begin with: after a sentence, else after a comma, else after a word.
function beginning(text, at) {
  const before = text.slice(Math.max(0, at - BEFORE), at);
  for (const end of [/[\u3002\uff01\uff1f]\s?|(?<=[a-z)%][.!?])\s/u, /[\uff0c\uff1b\uff1a]|[,;:]\s/u, /\s|(?<=\p{Script=Han})/u]) {
    const found = before.match(end);
    if (found) return at - before.length + found.index + found[0].length;
  }
  return at;
}

function excerpt(title, content, parts) {
  const whole = content.split(MARK)[0].replace(/\s+/g, " ").replace(/(?<=[\u3000-\u9fff])\s?\. ?/gu, "\u3002").trim();
  const text = whole.startsWith(title) ? whole.slice(title.length).replace(/^[.\u3002\s]+/, "") : whole;
  const sought = parts.length ? [parts.join("\\s+"), ...[...parts].sort((a, b) => b.length - a.length)] : [];
  const places = sought.map((one) => text.search(new RegExp(one, "iu"))).filter((at) => at >= 0);
  const at = places.length ? places[0] : 0;
  const from = at > BEFORE ? beginning(text, at) : 0;
  if (text.length <= from + LONG) return (from ? "\u2026" : "") + text.slice(from);
  const shown = text.slice(from, from + LONG).replace(/[\w.,%+\u2212-]+$/u, "").trimEnd();
  return `${from ? "\u2026" : ""}${shown}\u2026`;
}

function item(data, parts) {
  const entry = document.createElement("li");
  entry.className = "entry";
  const title = document.createElement("h3");
  const link = document.createElement("a");
  link.href = data.url;
  link.append(marked(data.meta.title, parts));
  title.append(link);
  if (data.meta.date) {
    const about = document.createElement("p");
    about.className = "entry-about";
    about.textContent = data.meta.date;
    entry.append(about);
  }
  const lead = document.createElement("p");
  lead.className = "entry-lead";
  lead.append(marked(excerpt(data.meta.title, data.content, parts), parts));
  entry.append(title, lead);
  return entry;
}

function button(label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", action);
  more.append(made);
}

async function show(results, from, parts, mine) {
  const pages = await Promise.all(results.slice(from, from + PAGE).map((one) => one.data()));
  if (mine !== asked) return;
  list.append(...pages.map((page) => item(page, parts)));
  more.replaceChildren();
  const next = from + PAGE;
  if (next < results.length) button(words.more, () => show(results, next, parts, mine));
  if (waiting.length) button(words.earlier, async () => { await merge(waiting.length); search(); });
}

async function search() {
  const text = input.value.trim();
  const mine = ++asked;
  list.replaceChildren();
  more.replaceChildren();
  const address = new URL(location.href);
  if (text) address.searchParams.set("q", text); else address.searchParams.delete("q");
  history.replaceState(null, "", address);
  if (!text) { state.textContent = ""; return; }
  state.textContent = words.waiting;
  try {
    engine ?? await (start.once ??= start());
    const found = await having(question(text));
    if (mine !== asked) return;
    const told = found.length ? words.some : words.none;
    state.textContent = told.replace("[query]", text).replace("[count]", found.length);
    await show(found, 0, wanted(text), mine);
  } catch (error) {
    console.error(error);
    if (mine === asked) state.textContent = words.failed;
  }
}

let pause;
form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(pause); search(); });
input.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(search, 250); });
input.value = new URLSearchParams(location.search).get("q") ?? "";
if (input.value) search();
