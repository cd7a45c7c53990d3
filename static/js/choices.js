/** The changes of a result on the page: taken and left one by one or all at once, the text edited, every step undone. */
import { render as renderMarks } from "./rendering.js";
import { Review } from "./review.js";
import { spotsOf, tellPlaces } from "./unsure.js";

let review = null;

/** Once for the place where results appear. */
export function watchChoices(answer) {
  answer.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose], [data-all], [data-undo], [data-edit]");
    if (button) act(answer, button);
    const mark = event.target.closest("[data-mark]");
    if (mark) meet(event, answer, mark.dataset.mark);
  });
  answer.addEventListener("input", (event) => {
    if (event.target.matches("[data-editor]")) typed(answer, event.target.value);
  });
}

/** For each result that arrives; nothing where there is none. */
export function beginReview(answer) {
  const spans = answer.querySelector("#spans");
  const unsure = JSON.parse(answer.querySelector("#passages")?.textContent ?? "[]");
  review = spans && answer.querySelector("[data-review]") ? new Review(JSON.parse(spans.textContent), unsure) : null;
  if (review) render(answer);
}

/** Go on where a reader left off with this result. */
export function takeUp(answer, decisions) {
  if (!review) return;
  review.takeUp(decisions);
  render(answer);
}

export function currentReview() {
  return review;
}

export function items(answer) {
  return [...answer.querySelectorAll("[data-review] [data-change]")];
}

/** The changes of an item: those that stand or fall together. */
export function idsOf(item) {
  return item.dataset.change.split(" ");
}

/** The change that the focus is in. */
export function currentItem() {
  return document.activeElement?.closest("[data-change]") ?? null;
}

export function decide(answer, verdict, ids) {
  review[verdict](ids);
  render(answer);
}

export function undo(answer) {
  if (review?.undo()) render(answer);
}

function act(answer, button) {
  if (button.dataset.choose) decide(answer, button.dataset.choose, idsOf(button.closest("[data-change]")));
  if (button.dataset.all) decide(answer, button.dataset.all, review.changes.map((change) => change.id));
  if (button.hasAttribute("data-undo")) undo(answer);
  if (button.hasAttribute("data-edit")) edit(answer);
}

function edit(answer) {
  review.edit();
  render(answer);
  answer.querySelector("[data-editor]").focus();
}

function typed(answer, text) {
  review.type(text);
  renderResult(answer);
  answer.dispatchEvent(new Event("reviewed"));
}

/** A mark in the text leads to its change in the list. */
function meet(event, answer, id) {
  event.preventDefault();
  const item = items(answer).find((each) => idsOf(each).includes(id));
  item.scrollIntoView({ block: "nearest" });
  item.focus({ preventScroll: true });
}

function render(answer) {
  const rejected = new Set(review.rejected);
  for (const item of items(answer)) renderItem(item, idsOf(item).every((id) => rejected.has(id)));
  for (const mark of answer.querySelectorAll("[data-mark]")) {
    mark.tabIndex = -1; // the list is the keyboard's way: one stop less a change
    mark.classList.toggle("mark--rejected", rejected.has(mark.dataset.mark));
  }
  renderText(answer);
  tally(answer, rejected);
  answer.dispatchEvent(new Event("reviewed"));
}

function renderItem(item, isRejected) {
  item.classList.toggle("change--rejected", isRejected);
  for (const button of item.querySelectorAll("[data-choose]")) {
    button.setAttribute("aria-pressed", String((button.dataset.choose === "reject") === isRejected));
  }
}

function renderText(answer) {
  const [text, editor] = [answer.querySelector("#result-text"), answer.querySelector("[data-editor]")];
  renderResult(answer);
  if (editor.value !== review.text) editor.value = review.text;
  text.closest(".views").hidden = review.isEdited;
  editor.closest("[data-editing]").hidden = !review.isEdited;
  answer.querySelector("[data-edit]").hidden = review.isEdited;
}

function renderResult(answer) {
  const spots = spotsOf(review);
  renderMarks(answer.querySelector("#result-text"), review.text, spots);
  tellPlaces(answer, spots);
}

function tally(answer, rejected) {
  const line = answer.querySelector("[data-tally]");
  if (!line) return;
  const all = items(answer);
  const kept = all.filter((item) => !idsOf(item).every((id) => rejected.has(id)));
  const words = review.isEdited ? line.dataset.edited : line.dataset.tally;
  line.textContent = words.replace("{kept}", kept.length).replace("{all}", all.length);
}
