// Charts that pointer and arrow keys walk through. Without this script they are pictures with the same words.
for (const figure of document.querySelectorAll("figure[data-told]")) {
  const told = figure.dataset.told.split("\n");
  const readout = document.createElement("p");
  readout.className = "readout";
  readout.setAttribute("aria-hidden", "true");
  figure.append(readout);
  for (const svg of figure.querySelectorAll("svg[data-along]")) {
    const upright = svg.dataset.along === "x";
    const [first, last] = [Number(svg.dataset.first), Number(svg.dataset.last)];
    const [width, height] = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
    const between = told.length > 1 ? (last - first) / (told.length - 1) : 0;
    const mark = document.createElementNS(svg.namespaceURI, upright ? "line" : "rect");
    mark.setAttribute("class", upright ? "walk s-accent" : "walk f-accent");
    let at = upright ? told.length - 1 : 0;
    const show = (place) => {
      at = Math.min(Math.max(place, 0), told.length - 1);
      const spot = first + between * at;
      const box = upright
        ? { x1: spot, x2: spot, y1: svg.dataset.top, y2: svg.dataset.bottom }
        : { x: 0, width, y: spot - (between || 20) / 2, height: between || 20 };
      for (const [name, value] of Object.entries(box)) mark.setAttribute(name, value);
      if (!mark.isConnected) svg.append(mark);
      readout.textContent = told[at];
      svg.setAttribute("aria-valuenow", at + 1);
      svg.setAttribute("aria-valuetext", told[at]);
    };
    const hide = () => { mark.remove(); readout.textContent = ""; };
    svg.tabIndex = 0;
    svg.setAttribute("role", "slider");
    svg.setAttribute("aria-valuemin", 1);
    svg.setAttribute("aria-valuemax", told.length);
    svg.setAttribute("aria-valuenow", at + 1);
    svg.setAttribute("aria-valuetext", told[at]);
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const spot = upright ? ((event.clientX - box.left) / box.width) * width : ((event.clientY - box.top) / box.height) * height;
      show(between ? Math.round((spot - first) / between) : 0);
    });
    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("focus", () => show(at));
    svg.addEventListener("blur", hide);
    svg.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: told.length - 1 }[event.key];
      if (event.key === "Escape") hide();
      if (to === undefined) return;
      event.preventDefault();
      show(to);
    });
  }
}
// A number opens what it was made of: its row in the table of figures, as a panel. Without this script it leads to the row.
const panel = document.querySelector("dialog.panel");
const close = panel?.querySelector("button");
const opened = (link) => {
  const row = document.getElementById(link.hash.slice(1));
  if (!row || !panel.showModal) return false;
  const heads = [...row.closest("table").tHead.querySelectorAll("th")];
  const [title, list] = [document.createElement("p"), document.createElement("dl")];
  title.className = "about";
  title.textContent = row.closest("tbody").querySelector(".about").textContent;
  [...row.cells].forEach((cell, place) => {
    const [term, told] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = heads[place].textContent;
    if (cell.lang) told.lang = cell.lang;
    told.append(...cell.cloneNode(true).childNodes);
    for (const back of told.querySelectorAll(".back")) back.remove();
    for (const cite of told.querySelectorAll("a.cite")) {
      const source = document.getElementById(cite.hash.slice(1));
      cite.after(" ", [...(source?.querySelectorAll("span.quote") ?? [])].map((one) => one.textContent).join(" · "), " ");
    }
    for (const named of told.querySelectorAll("[id]")) named.removeAttribute("id");
    for (const inputs of told.querySelectorAll("details")) inputs.open = true;
    list.append(term, told);
  });
  const meaning = document.querySelector(`[data-defines="${row.dataset.measure}"]`);
  if (meaning) {
    const [term, told] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = panel.dataset.definition;
    told.append(...meaning.cloneNode(true).childNodes);
    list.children[1].after(term, told);
  }
  const whole = document.createElement("a");
  whole.href = link.hash;
  whole.textContent = document.getElementById("method-figures").textContent;
  panel.querySelector(".told").replaceChildren(title, list, whole);
  panel.showModal();
  panel.scrollTop = 0;
  close.focus();
  return true;
};
if (panel) {
  close.addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => {
    if (event.target === panel || event.target.closest("a")) panel.close();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.trace");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (opened(link)) event.preventDefault();
  });
}
