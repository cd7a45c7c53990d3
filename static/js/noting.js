/** Copying a kept result notes in history what was used of it. Nothing waits for it, and a failure is no one's trouble. */
import { currentReview } from "./choices.js";

export function watchUse(answer) {
  answer.addEventListener("copied", (event) => {
    const form = answer.querySelector("[data-note]");
    if (form && event.target.dataset.copy === "result-text") note(form, currentReview());
  });
}

async function note(form, review) {
  const said = new FormData(form);
  const untouched = !review.isEdited && review.rejected.length === 0;
  said.set("verdict", untouched ? "accepted" : "edited");
  if (!untouched) said.set("final_text", review.text);
  for (const id of review.rejected) said.append("rejected_changes", id);
  try {
    const asked = { method: "POST", body: new URLSearchParams(said), headers: { "X-Fragment": "note" }, redirect: "manual" };
    if ((await fetch(form.action, asked)).status === 204) form.querySelector("[role='status']").textContent = form.dataset.noted;
  } catch {
    // the text is copied, which is what was asked for
  }
}
