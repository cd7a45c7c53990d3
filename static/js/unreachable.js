/** Where the server can't be reached: said above the result, which is then an earlier one's, with a way to go on. */
let again = null;

/** Once for the place where results appear. */
export function watchRetries(answer) {
  answer.addEventListener("click", (event) => {
    if (event.target.closest("[data-retry]")) again?.();
  });
}

/** `retry` does once more what didn't arrive. The next result takes the notice away, with the result that it is about. */
export function sayAway(answer, retry) {
  again = retry;
  answer.querySelector("[data-away]")?.remove();
  const notice = document.getElementById("away").content.cloneNode(true);
  const isOld = answer.querySelector("#result-text, #summary") !== null;
  notice.querySelector("[data-old]").hidden = !isOld;
  for (const card of answer.children) card.classList.toggle("old", isOld);
  answer.prepend(notice);
}
