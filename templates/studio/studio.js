"use strict";
// The studio: a frame with the edition, and a panel with the words or the number that was clicked.
const $ = (id) => document.getElementById(id);
const frame = $("page");
let shown = null; // {passage, macro} whose words are in the panel

const at = () => `${$("scenario").value}/${$("locale").value}`;
const status = (text) => { $("status").textContent = text; };

async function ask(url, body) {
  const how = body ? { method: "POST", body: JSON.stringify(body) } : {};
  const answer = await fetch(url, how);
  return answer.json();
}

function load() {
  const place = frame.contentWindow ? frame.contentWindow.scrollY : 0;
  frame.addEventListener("load", () => {
    frame.contentWindow.scrollTo(0, place);
    listen(frame.contentDocument);
    status($("status").dataset.reloaded);
  }, { once: true });
  status($("status").dataset.working);
  frame.src = `/page/${at()}?${Date.now()}`;
  if ($("paper").checked) sheets();
}

async function sheets() {
  const found = await ask(`/paper/${at()}`);
  $("sheets").replaceChildren(...Array.from({ length: found.pages || 0 }, (_, i) => {
    const picture = new Image();
    picture.src = `/paper/${at()}/${i + 1}.png?${Date.now()}`;
    picture.alt = `${i + 1}`;
    return picture;
  }));
}

function listen(page) {
  const style = page.createElement("style");
  style.textContent = "[data-passage]{cursor:pointer} [data-passage]:hover{outline:2px dashed #2f7f86;outline-offset:3px} data.figure:hover{background:#ffe9a8;color:#1b2430}";
  page.head.append(style);
  page.addEventListener("click", (event) => {
    const number = event.target.closest("[data-figure]");
    const words = event.target.closest("[data-passage]");
    if (!number && !words) return;
    event.preventDefault();
    if (number) figure(number.dataset.figure);
    if (words) say(words.dataset.passage + (/^H[34]$/.test(words.tagName) ? "/heading" : ""));
  });
}

async function figure(id) {
  const found = await ask(`/figure?scenario=${$("scenario").value}&id=${encodeURIComponent(id)}`);
  $("figure").textContent = found.text || found.error;
  $("number").hidden = false;
}

function list(into, pairs) {
  into.replaceChildren(...pairs.flatMap(([name, value]) => {
    const dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = name;
    dd.textContent = value;
    return [dt, dd];
  }));
}

const bare = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

async function say(passage) {
  const query = new URLSearchParams({ scenario: $("scenario").value, locale: $("locale").value, passage });
  const found = await ask(`/said?${query}`);
  if (found.error) { status(found.error); return; }
  shown = { passage, macro: found.macro };
  $("where").textContent = `${found.file}:${found.line}`;
  $("whose").textContent = found.own ? $("panel").dataset.own : $("panel").dataset.theirs;
  $("text").value = found.text;
  $("answer").textContent = "";
  $("tried").replaceChildren();
  list($("values"), found.slots);
  $("wordings").replaceChildren(...found.variants.map((html) => {
    const item = document.createElement("li");
    item.textContent = bare(html);
    return item;
  }));
  $("claims").replaceChildren(...found.claims.map((text) => {
    const one = document.createElement("pre");
    one.textContent = text;
    return one;
  }));
  $("other").replaceChildren(...Object.entries(found.beside).map(([tag, phrase]) => {
    const one = document.createElement("pre");
    one.textContent = `${tag}\n${phrase.text}`;
    return one;
  }));
  lag(found.lagging);
  $("words").hidden = false;
}

function lag(tags) {
  $("lagging").hidden = !tags.length;
  $("lagging").textContent = $("panel").dataset.lagging.replace("{languages}", tags.join(", "));
}

function told(found) {
  const lines = (found.problems || []).map((problem) => `${problem.line ? `${problem.line}: ` : ""}${problem.message}`);
  return [found.error, ...lines].join("\n");
}

$("try").addEventListener("click", async () => {
  const found = await ask("/try", { locale: $("locale").value, macro: shown.macro, text: $("text").value });
  const names = Object.fromEntries([...$("scenario").options].map((one) => [one.value, one.textContent]));
  if (found.error) { $("answer").textContent = told(found); return; }
  const every = Object.entries(found.scenarios);
  $("answer").textContent = every.length ? "" : $("panel").dataset.none;
  list($("tried"), every.map(([name, html]) => [names[name] || name, bare(html)]));
});

$("save").addEventListener("click", async () => {
  const found = await ask("/save", { locale: $("locale").value, macro: shown.macro, text: $("text").value });
  if (found.error) { $("answer").textContent = told(found); return; }
  $("answer").textContent = $("panel").dataset.saved.replace("{file}", found.file);
  $("whose").textContent = $("panel").dataset.own;
  lag(found.lagging);
});

for (const id of ["scenario", "locale"]) $(id).addEventListener("change", load);
$("phone").addEventListener("change", () => frame.classList.toggle("phone", $("phone").checked));
$("paper").addEventListener("change", () => { $("sheets").hidden = !$("paper").checked; if ($("paper").checked) sheets(); });
new EventSource("/events").addEventListener("changed", load);
load();
