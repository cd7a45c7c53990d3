/** A hint that is switched off goes at once; the browser is told not to be shown it again. */
import { csrfToken } from "./csrf.js";

export function watchHints(answer) {
  answer.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-hint-off]")) return;
    event.preventDefault();
    switchOff(event.target, answer);
  });
}

async function switchOff(form, answer) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken() });
  try {
    const { status } = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "hint" }, redirect: "manual" });
    if (status !== 204) return form.submit();
  } catch {
    return; // the hint stays, and so does its button
  }
  form.closest("[data-hint]").remove();
  answer.querySelector("[data-focus]")?.focus();
}
