// The little that pages do beyond links and forms. Everything works without it.
"use strict";

document.addEventListener("click", (event) => {
  const asks = event.target.closest("[data-confirm]");
  if (asks && !window.confirm(asks.dataset.confirm)) event.preventDefault();
});

// A form is sent once, however often somebody clicks: not two keys, two invitations, two payments.
const PATIENCE = 10_000; // milliseconds; then something has gone wrong on the way, and the button is of use again
const sent = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (Date.now() - (sent.get(form) ?? 0) < PATIENCE) event.preventDefault();
  else sent.set(form, Date.now());
});

// Whoever comes back finds the page as it was left.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) sent.delete(form);
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
