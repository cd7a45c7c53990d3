/** Workspace and read mode without reloading: the same form is posted, and the answer's part of the page comes back. */
import { beginReview, currentReview, takeUp, watchChoices } from "./choices.js";
import { watchCounter } from "./counter.js";
import { askAgain, Draft } from "./drafts.js";
import { fieldsOf, fragmentAt, fragmentOf } from "./fragment.js";
import { watchHints } from "./hints.js";
import { watchTyping } from "./live.js";
import { beginMeasuring, watchMeasures } from "./measuring.js";
import { watchUse } from "./noting.js";
import { offerFacts, watchFacts } from "./places.js";
import { watchSamples } from "./samples.js";
import { showScripted } from "./scripted.js";
import { watchSelection } from "./selecting.js";
import { watchShortcuts } from "./shortcuts.js";
import { streamed } from "./streaming.js";
import { sayAway, watchRetries } from "./unreachable.js";

const form = document.getElementById("message-form");
const answer = document.getElementById("answer");
const box = form.elements.namedItem("text");
const draft = new Draft(form);
let running = null;

form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "page_language") return; // the whole page, in the other language
  event.preventDefault();
  if (event.submitter?.matches("[data-strength]")) take(event.submitter);
  else send(form, event.submitter);
});

answer.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-answers]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

form.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // the Enter that settles a Japanese conversion
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

const isRestored = draft.restore();
watchSamples(box);
watchCounter(box, document.querySelector("[data-counter]"));
watchMeasures(answer);
watchChoices(answer);
watchShortcuts(answer);
watchFacts(answer);
watchUse(answer);
watchSelection(answer);
watchHints(answer);
watchRetries(answer);
watchTyping(form, () => send(form, null, { live: true }));
answer.addEventListener("reviewed", () => draft.noteDecisions(currentReview().decisions));
addEventListener("pageshow", (event) => {
  if (event.persisted && box.value && !draft.isStored) location.reload();
});
ready();
if (isRestored) showAgain();

/** The latest request counts: an earlier one that is still running is given up. */
async function send(sent, submitter, { live = false, rules = false } = {}) {
  running?.abort();
  const mine = (running = new AbortController());
  answer.setAttribute("aria-busy", "true");
  say(form.dataset.working);
  try {
    const fields = fieldsOf(sent, { submitter, live, rules });
    const fragment = await answered(sent, fields, submitter, live || rules, mine.signal);
    if (mine === running) show(fragment, sent, fields, live);
  } catch (error) {
    if (error.name !== "AbortError") live ? say("") : fail(() => send(sent, submitter, { live, rules }));
  }
  if (mine === running) answer.removeAttribute("aria-busy");
}

/** A model's text is shown while it is written, where there is one; everything else comes whole. */
async function answered(sent, fields, submitter, isQuick, signal) {
  const compared = submitter?.name === "compare";
  if (sent === form && form.dataset.stream && !isQuick && !compared) {
    const id = await streamed(form, answer, signal, () => send(form, submitter, { rules: true }));
    if (id) return fragmentAt(form.dataset.kept.replace(form.dataset.anyId, id), signal);
  }
  return fragmentOf({ action: sent.action, fields }, signal);
}

/** What stood beside the message before the page was left, with what was decided about it. Who writes on meanwhile comes first. */
async function showAgain() {
  const { shown, decisions } = draft;
  if (!shown) return form.dispatchEvent(new Event("input")); // where results come while one types, one comes now
  const mine = (running = new AbortController());
  answer.setAttribute("aria-busy", "true");
  try {
    const fragment = await (shown.kept ? fragmentAt(shown.kept, mine.signal) : fragmentOf(shown, mine.signal));
    if (mine === running && fragment?.some(isResult)) begin(fragment);
    if (mine === running && decisions) takeUp(answer, decisions);
  } catch {
    // the message is there, and the button
  }
  if (mine === running) answer.removeAttribute("aria-busy");
}

function show(fragment, sent, fields, live) {
  if (!fragment) return live ? say("") : sent.submit(); // such as an ended session: let the whole page say it
  if (live && fragment.some(isRefusal)) return say(""); // who is still typing isn't told off
  if (fragment.some(isRefusal) && sent !== form) placeAbove(fragment);
  else {
    begin(fragment);
    draft.noteShown(live ? null : askAgain(answer, { action: sent.action, fields }));
  }
  say("");
  if (live) return;
  answer.querySelector("[data-focus]")?.focus();
  answer.scrollIntoView({ block: "nearest" });
}

function begin(fragment) {
  answer.replaceChildren(...fragment);
  ready();
}

function ready() {
  showScripted(answer);
  beginMeasuring(answer);
  beginReview(answer);
  offerFacts(answer);
}

/** A refusal of answers stands above them: what was typed and decided stays. */
function placeAbove(fragment) {
  for (const earlier of answer.querySelectorAll("[data-refusal]")) earlier.remove();
  answer.prepend(...fragment);
}

function isRefusal(node) {
  return node instanceof Element && node.matches("[data-refusal]");
}

function isResult(node) {
  return node instanceof Element && node.matches(".card") && !node.matches("[data-refusal], .card--quiet");
}

/** One of the three strengths becomes the result: the dial moves there, and the message is sent again. */
function take(button) {
  form.querySelector(`[name="intensity"][value="${button.value}"]`).checked = true;
  send(form, null);
}

function fail(again) {
  say(form.dataset.failed);
  sayAway(answer, again);
}

function say(words) {
  document.getElementById("progress").textContent = words;
}
