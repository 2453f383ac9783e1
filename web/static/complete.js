// Completions below the search box, a combobox. Everything works without.
(() => {
  "use strict";
  const LEAST = 3; // characters
  const PAUSE = 120; // milliseconds without a key
  const box = document.getElementById("q");
  if (!box || !window.fetch || !window.AbortController) return;
  const list = document.createElement("ul");
  list.id = "completions";
  list.className = "completions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Completions");
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  box.closest(".box-line").after(list, told);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  })) box.setAttribute(name, value);

  let at = -1; // which one is chosen
  let waiting = 0;
  let asking = new AbortController();
  const options = () => [...list.children];
  const choose = (number) => {
    at = number;
    options().forEach((each, here) => each.setAttribute("aria-selected", String(here === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", options()[at].id);
  };
  const shut = () => {
    clearTimeout(waiting);
    asking.abort();
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const go = (option) => {
    shut();
    location.assign(option.dataset.url);
  };
  const show = (texts, kinds, addresses) => {
    list.replaceChildren(...texts.map((text, number) => {
      const option = document.createElement("li");
      const name = document.createElement("span");
      const kind = document.createElement("span");
      const address = new URL(addresses[number]);
      option.id = `completion-${number}`;
      option.setAttribute("role", "option");
      option.dataset.url = address.pathname + address.search;
      name.dir = "auto";
      name.textContent = text;
      kind.className = "number";
      kind.textContent = kinds[number];
      option.append(name, " ", kind);
      return option;
    }));
    list.hidden = !texts.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = texts.length ? `${texts.length} completions, use the arrow keys` : "";
    choose(-1);
  };
  const ask = async () => {
    const typed = box.value;
    asking = new AbortController();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      if (!answer.ok) return;
      const [, texts, kinds, addresses] = await answer.json();
      if (box.value === typed && document.activeElement === box) show(texts, kinds, addresses);
    } catch { /* the box is as good without */ }
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    asking.abort();
    if ([...box.value.trim()].length < LEAST) shut();
    else waiting = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const count = list.children.length;
    if (event.key === "ArrowDown") choose(at + 1 < count ? at + 1 : -1);
    else if (event.key === "ArrowUp") choose(at < 0 ? count - 1 : at - 1);
    else if (event.key === "Enter" && at >= 0) go(options()[at]);
    else if (event.key === "Escape") shut();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  box.addEventListener("blur", shut);
  box.form.addEventListener("submit", shut);
})();
