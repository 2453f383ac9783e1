// The mark beside a paragraph copies its permanent address. Without this, or where a page may not copy, it is a link there.
(() => {
  "use strict";
  const WHILE = 5000; // milliseconds that it is said
  const address = document.querySelector("link[rel=canonical]")?.href;
  if (!address || !navigator.clipboard) return;
  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("role", "status");
  document.querySelector(".text").after(told);
  let waiting = 0;
  const tell = (text) => {
    clearTimeout(waiting);
    told.textContent = text;
    waiting = setTimeout(() => { told.textContent = ""; }, WHILE);
  };
  for (const link of document.querySelectorAll(".anchor")) {
    const button = document.createElement("button");
    const place = link.hash;
    const name = link.getAttribute("aria-label").toLowerCase();
    button.type = "button";
    button.className = link.className;
    button.textContent = link.textContent;
    button.title = "Copy the address of this paragraph";
    button.setAttribute("aria-label", `Copy the address of ${name}`);
    button.addEventListener("click", async () => {
      history.replaceState(null, "", place);
      try {
        await navigator.clipboard.writeText(address + place);
        tell(`Copied the address of ${name}`);
      } catch {
        tell(`The address of ${name} is in the address bar`);
      }
    });
    link.replaceWith(button);
  }
})();
