/** Buttons with `data-copy="<id>"` copy that element's text and say so for a moment with `data-done`. */
const SAID_FOR_MS = 2000;

export function watchCopyButtons(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copyFor(button);
  });
}

async function copyFor(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
    sayDone(button);
  } catch {
    getSelection().selectAllChildren(source); // no permission: what is selected can be copied by hand
  }
}

function sayDone(button) {
  button.dataset.name ??= button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = button.dataset.name), SAID_FOR_MS);
}
