/** Workspace and read mode without reloading: the same form is posted, and the answer's part of the page comes back. */
import { beginReview, watchChoices } from "./choices.js";
import { watchCounter } from "./counter.js";
import { fragmentAt, fragmentOf } from "./fragment.js";
import { watchTyping } from "./live.js";
import { watchUse } from "./noting.js";
import { offerFacts, watchFacts } from "./places.js";
import { watchSamples } from "./samples.js";
import { showScripted } from "./scripted.js";
import { watchSelection } from "./selecting.js";
import { watchShortcuts } from "./shortcuts.js";
import { streamed } from "./streaming.js";

const form = document.getElementById("message-form");
const answer = document.getElementById("answer");
const box = form.elements.namedItem("text");
let running = null;

form.addEventListener("submit", (event) => {
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

watchSamples(box);
watchCounter(box, document.querySelector("[data-counter]"));
watchChoices(answer);
watchShortcuts(answer);
watchFacts(answer);
watchUse(answer);
watchSelection(answer);
watchTyping(form, () => send(form, null, { live: true }));
ready();

/** The latest request counts: an earlier one that is still running is given up. */
async function send(sent, submitter, { live = false } = {}) {
  running?.abort();
  const mine = (running = new AbortController());
  answer.setAttribute("aria-busy", "true");
  say(form.dataset.working);
  try {
    const fragment = await answered(sent, submitter, live, mine.signal);
    if (mine === running) show(fragment, sent, live);
  } catch (error) {
    if (error.name !== "AbortError") say(form.dataset.failed);
  }
  if (mine === running) answer.removeAttribute("aria-busy");
}

/** A model's text is shown while it is written, where there is one; everything else comes whole. */
async function answered(sent, submitter, live, signal) {
  const compared = submitter?.name === "compare";
  if (sent === form && form.dataset.stream && !live && !compared) {
    const id = await streamed(form, answer, signal);
    if (id) return fragmentAt(form.dataset.kept.replace(form.dataset.anyId, id), signal);
  }
  return fragmentOf(sent, { submitter, live, signal });
}

function show(fragment, sent, live) {
  if (!fragment) return live ? say("") : sent.submit(); // such as an ended session: let the whole page say it
  if (live && fragment.some(isRefusal)) return say(""); // who is still typing isn't told off
  if (fragment.some(isRefusal) && sent !== form) placeAbove(fragment);
  else begin(fragment);
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

/** One of the three strengths becomes the result: the dial moves there, and the message is sent again. */
function take(button) {
  form.querySelector(`[name="intensity"][value="${button.value}"]`).checked = true;
  send(form, null);
}

function say(words) {
  document.getElementById("progress").textContent = words;
}
