/** Workspace and read mode without reloading: the same form is posted, and the answer's part of the page comes back. */
import { watchChoices } from "./choices.js";
import { watchCounter } from "./counter.js";
import { fragmentOf } from "./fragment.js";
import { showScripted } from "./scripted.js";

const form = document.getElementById("message-form");
const answer = document.getElementById("answer");
const box = form.elements.namedItem("text");
let running = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send(form);
});

answer.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-answers]")) return;
  event.preventDefault();
  send(event.target);
});

form.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // the Enter that settles a Japanese conversion
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

for (const link of document.querySelectorAll("[data-sample]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    box.value = link.dataset.sample;
    box.dispatchEvent(new Event("input"));
    box.focus();
  });
}

watchCounter(box, document.querySelector("[data-counter]"));
watchChoices(answer);

/** The latest request counts: an earlier one that is still running is given up. */
async function send(sent) {
  running?.abort();
  const mine = (running = new AbortController());
  answer.setAttribute("aria-busy", "true");
  say(form.dataset.working);
  try {
    show(await fragmentOf(sent, mine.signal), sent);
  } catch (error) {
    if (error.name !== "AbortError") say(form.dataset.failed);
  }
  if (mine === running) answer.removeAttribute("aria-busy");
}

function show(fragment, sent) {
  if (!fragment) return sent.submit(); // not an answer, such as an ended session: let the whole page say it
  place(fragment, sent);
  showScripted(answer);
  say("");
  answer.querySelector("[data-focus]")?.focus();
  answer.scrollIntoView({ block: "nearest" });
}

/** A refusal of answers stands above them: what was typed stays. */
function place(fragment, sent) {
  const refused = fragment.some((node) => node instanceof Element && node.matches("[data-refusal]"));
  if (!refused || sent === form) return answer.replaceChildren(...fragment);
  for (const earlier of answer.querySelectorAll("[data-refusal]")) earlier.remove();
  answer.prepend(...fragment);
}

function say(words) {
  document.getElementById("progress").textContent = words;
}
