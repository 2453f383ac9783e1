// Keys for results: "/" to the box, j and k from hit to hit. Everything works without; the help page turns them off.
(() => {
  "use strict";
  const NAME = "backfile-keys";
  const on = () => {
    try { return localStorage.getItem(NAME) !== "off"; } catch { return true; }
  };
  const step = (by) => {
    const links = [...document.querySelectorAll(".card h3 a")];
    if (!links.length) return;
    const at = links.indexOf(document.activeElement);
    links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))].focus();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !on()) return;
    if (event.key === "/") {
      event.preventDefault();
      const box = document.getElementById("q") ?? document.querySelector("main textarea");
      box?.closest("details")?.setAttribute("open", "");
      box?.select();
    } else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });
  const row = document.getElementById("keys");
  const box = document.getElementById("keys-on");
  if (row && box) {
    row.hidden = false;
    box.checked = on();
    box.addEventListener("change", () => {
      try { localStorage.setItem(NAME, box.checked ? "on" : "off"); } catch { row.hidden = true; }
    });
  }
})();
