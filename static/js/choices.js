/** Accept and reject changes one by one; the result follows. */
import { applied } from "./changes.js";

export function watchChoices(answer) {
  answer.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (button) choose(answer, button);
  });
}

function choose(answer, button) {
  const item = button.closest("[data-change]");
  item.classList.toggle("change--rejected", button.dataset.choose === "reject");
  for (const each of item.querySelectorAll("[data-choose]")) {
    each.setAttribute("aria-pressed", String(each === button));
  }
  retell(answer);
}

function retell(answer) {
  const { original, changes } = JSON.parse(answer.querySelector("#spans").textContent);
  const rejected = new Set([...answer.querySelectorAll(".change--rejected")].map((item) => item.dataset.change));
  const kept = changes.filter((change) => !rejected.has(change.id));
  answer.querySelector("#result-text").textContent = applied(original, kept);
  tally(answer.querySelector("[data-tally]"), kept.length, changes.length);
}

function tally(line, kept, all) {
  line.textContent = line.dataset.tally.replace("{kept}", kept).replace("{all}", all);
}
