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
