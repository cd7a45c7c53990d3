/** The workspace without reloading: the same form is posted, and the answer's part of the page comes back. */
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
  transform();
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
async function transform() {
  running?.abort();
  const mine = (running = new AbortController());
  answer.setAttribute("aria-busy", "true");
  say(form.dataset.working);
  try {
    show(await fragmentOf(form, mine.signal));
  } catch (error) {
    if (error.name !== "AbortError") say(form.dataset.failed);
  }
  if (mine === running) answer.removeAttribute("aria-busy");
}

function show(fragment) {
  if (!fragment) return form.submit(); // not an answer, such as an ended session: let the whole page say it
  answer.replaceChildren(...fragment);
  showScripted(answer);
  say("");
  answer.querySelector("[data-focus]")?.focus();
  answer.scrollIntoView({ block: "nearest" });
}

function say(words) {
  document.getElementById("progress").textContent = words;
}
