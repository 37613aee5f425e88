// The little that pages do beyond links and forms. Everything works without it.
"use strict";

document.addEventListener("click", (event) => {
  const asks = event.target.closest("[data-confirm]");
  if (asks && !window.confirm(asks.dataset.confirm)) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-select]")) event.target.select();
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard; // plain http outside of this machine has none
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).value);
    button.textContent += " ✓";
    button.disabled = true;
  });
}
