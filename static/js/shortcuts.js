/**
 * Keys for a result: J and K walk through its changes, A and R decide, Z undoes, C copies, ? tells of them.
 * Single letters count only while the focus is in the result and not in a box (WCAG 2.1.4).
 */
import { currentItem, currentReview, decide, idsOf, items, undo } from "./choices.js";

const KEYS = {
  j: (answer) => walk(answer, 1),
  k: (answer) => walk(answer, -1),
  a: (answer) => decideHere(answer, "accept"),
  r: (answer) => decideHere(answer, "reject"),
  A: (answer) => decideAll(answer, "accept"),
  R: (answer) => decideAll(answer, "reject"),
  z: (answer) => undo(answer),
  c: (answer) => answer.querySelector("[data-copy='result-text']").click(),
  "?": (answer) => showSheet(answer),
};

export function watchShortcuts(answer) {
  answer.addEventListener("keydown", (event) => {
    if (isMeant(event) && currentReview()) {
      event.preventDefault();
      KEYS[event.key](answer);
    }
  });
  answer.addEventListener("click", (event) => {
    if (event.target.closest("[data-sheet]")) showSheet(answer);
  });
}

function isMeant(event) {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return false;
  return event.key in KEYS && !event.target.matches("input, textarea, select");
}

function walk(answer, by) {
  const [all, here] = [items(answer), currentItem()];
  const next = here ? all.indexOf(here) + by : by > 0 ? 0 : all.length - 1;
  all[Math.max(0, Math.min(next, all.length - 1))]?.focus();
}

function decideHere(answer, verdict) {
  const here = currentItem();
  if (!here) return walk(answer, 1); // nothing is decided before it was looked at
  decide(answer, verdict, idsOf(here));
  walk(answer, 1);
}

function decideAll(answer, verdict) {
  decide(answer, verdict, currentReview().changes.map((change) => change.id));
}

function showSheet(answer) {
  answer.ownerDocument.getElementById("shortcuts").showModal();
}
