/** The result while one types: `[data-live]` is a box to tick, remembered by the browser. Nothing of it is kept or counted. */
const STILL_MS = 700;
const REMEMBERED = "tonebridge-live";

/** `send` is called once typing has rested and the message is long enough to say something. */
export function watchTyping(form, send) {
  const tick = form.querySelector("[data-live]");
  if (!tick) return;
  tick.checked = remembered();
  let waiting = null;
  const rest = () => {
    clearTimeout(waiting);
    if (tick.checked && form.elements.namedItem("text").value.trim()) waiting = setTimeout(send, STILL_MS);
  };
  form.addEventListener("input", (event) => {
    if (event.target === tick) remember(tick.checked);
    if (!event.isComposing) rest();
  });
  form.addEventListener("compositionend", rest);
  form.addEventListener("submit", () => clearTimeout(waiting));
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED) !== "off";
  } catch {
    return false; // a browser that remembers nothing asks each time
  }
}

function remember(isOn) {
  try {
    localStorage.setItem(REMEMBERED, isOn ? "on" : "off");
  } catch {
    // it holds until the page is left
  }
}
