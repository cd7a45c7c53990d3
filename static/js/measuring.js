/** Facts and scores follow the text that stands: after a decision or an edit the server measures it anew. */
import { currentReview } from "./choices.js";
import { fragmentOf } from "./fragment.js";
import { offerFacts } from "./places.js";

const PAUSE_MS = 300;
let whole = null;
let running = null;
let waiting = 0;

/** Once for the place where results appear. */
export function watchMeasures(answer) {
  answer.addEventListener("reviewed", () => follow(answer));
}

/** For each result that arrives: what was measured of it as a whole needs no asking. */
export function beginMeasuring(answer) {
  stop();
  whole = parts(answer).map((part) => part.cloneNode(true));
}

function follow(answer) {
  const review = currentReview();
  const form = answer.querySelector("[data-measuring]");
  if (!review || !form) return;
  const changed = running || waiting || form.dataset.moved;
  stop();
  if (review.isWhole) return changed && put(answer, whole.map((part) => part.cloneNode(true)), "");
  form.dataset.moved = "1";
  for (const part of parts(answer)) part.setAttribute("aria-busy", "true");
  waiting = setTimeout(() => measure(answer, form, review), PAUSE_MS);
}

async function measure(answer, form, review) {
  waiting = 0;
  const mine = (running = new AbortController());
  const fields = [["review", JSON.stringify(review.told)]];
  const found = await fragmentOf({ action: form.action, fields }, mine.signal).catch(() => null);
  if (mine !== running) return;
  running = null;
  const measured = found?.filter((node) => node instanceof Element && node.matches("[data-measured]")) ?? [];
  put(answer, measured, measured.length ? "" : form.dataset.failed);
}

/** What couldn't be measured stays, and says so. */
function put(answer, measured, state) {
  for (const part of measured) answer.querySelector(`[data-measured="${part.dataset.measured}"]`).replaceWith(part);
  for (const part of parts(answer)) part.removeAttribute("aria-busy");
  answer.querySelector("[data-measuring-state]").textContent = state;
  offerFacts(answer);
}

function stop() {
  clearTimeout(waiting);
  running?.abort();
  waiting = 0;
  running = null;
}

function parts(answer) {
  return [...answer.querySelectorAll("[data-measured]")];
}
