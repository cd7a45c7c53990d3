/**
 * Buttons with `data-copy="<id>"` copy that element's text, in the marks of `data-format` where it has any, and say so
 * for a moment with `data-done`. Whoever copied is told to others by the event `copied`, which bubbles.
 */
import { formatted, richly } from "./formats.js";

const SAID_FOR_MS = 2000;

export function watchCopyButtons(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copyFor(button);
  });
}

/** Words of a result that are selected and copied by hand go without the marks of passages to look at: those are for the writer alone. */
export function watchSelectedWords(root) {
  root.addEventListener("copy", (event) => {
    const [selection, result] = [getSelection(), document.getElementById("result-text")];
    const isInside = !selection.isCollapsed && result?.contains(selection.getRangeAt(0).commonAncestorContainer);
    if (!isInside || !result.querySelector("mark")) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", selection.toString());
    event.clipboardData.setData("text/html", richly(selection.toString()));
  });
}

async function copyFor(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await write(source.textContent, button.dataset.format ?? "text");
    sayDone(button);
  } catch {
    return getSelection().selectAllChildren(source); // no permission: what is selected can be copied by hand
  }
  button.closest("details[data-menu]")?.removeAttribute("open");
  button.dispatchEvent(new Event("copied", { bubbles: true }));
}

function write(text, format) {
  const plain = formatted(text, format);
  if (format !== "rich" || !globalThis.ClipboardItem) return navigator.clipboard.writeText(plain);
  const parts = { "text/plain": plain, "text/html": richly(text) };
  const blobs = Object.entries(parts).map(([type, part]) => [type, new Blob([part], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}

function sayDone(button) {
  button.dataset.name ??= button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = button.dataset.name), SAID_FOR_MS);
}
