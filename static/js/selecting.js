/** A word that is marked in a message or its result is ready to go into the glossary. */
const MOST = 100;

export function watchSelection(answer) {
  document.addEventListener("selectionchange", () => {
    const field = answer.querySelector("[data-selected]");
    const words = getSelection().toString().trim();
    if (field && words && words.length <= MOST && !words.includes("\n")) field.value = words;
  });
}
