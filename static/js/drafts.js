/**
 * What was written and what was shown for it, in this tab's `sessionStorage`: it survives another language, Back and signing in.
 * An answer isn't stored, only how to ask for it again, unless somebody edited its text: then that text is, like all that they
 * type here, also where the organization keeps nothing. Signing out deletes it (`Clear-Site-Data`), and so does the first page
 * that is somebody else's.
 */
const GOOD_FOR_MS = 24 * 60 * 60 * 1000;
const NOT_WRITTEN = ["csrfmiddlewaretoken", "owner"];

export class Draft {
  #form;
  #name;
  #stored;

  constructor(form) {
    this.#form = form;
    this.#name = `tonebridge-draft:${form.getAttribute("action")}`;
    this.#stored = this.#read();
    form.autocomplete = "off"; // what the browser keeps of forms outlives signing out
    form.addEventListener("input", () => this.#write({ fields: this.#fields() }));
  }

  /** Whether it is still there: another tab may have signed out while this page was away. */
  get isStored() {
    return storage((kept) => kept.getItem(this.#name)) !== null;
  }

  /** How to ask for the answer again, or null; and what was decided about it. */
  get shown() {
    return this.#stored.shown ?? null;
  }

  get decisions() {
    return this.#stored.decisions ?? null;
  }

  /** Put into the form what was written there. A message that the server filled in is newer, unless it was edited on this very page. */
  restore() {
    if (!this.#stored.fields || !(this.#isEmpty() || this.#stored.page === page())) return false;
    for (const control of this.#form.elements) fill(control, new Map(this.#stored.fields));
    for (const fold of this.#form.querySelectorAll("details")) fold.open ||= [...fold.querySelectorAll("input")].some((each) => each.value);
    return true;
  }

  noteShown(shown) {
    this.#write({ fields: this.#fields(), shown, decisions: null });
  }

  noteDecisions(decisions) {
    this.#write({ decisions });
  }

  #isEmpty() {
    return !this.#form.elements.namedItem("text").defaultValue;
  }

  #fields() {
    return [...new FormData(this.#form)].filter(([name]) => !NOT_WRITTEN.includes(name));
  }

  #owner() {
    return this.#form.elements.namedItem("owner").value;
  }

  #read() {
    const found = JSON.parse(storage((kept) => kept.getItem(this.#name)) ?? "{}");
    if (["", this.#owner()].includes(found.owner) && Date.now() - found.at < GOOD_FOR_MS) return found;
    storage((kept) => kept.removeItem(this.#name));
    return {};
  }

  #write(news) {
    this.#stored = { ...this.#stored, ...news, owner: this.#owner(), page: page(), at: Date.now() };
    storage((kept) => kept.setItem(this.#name, JSON.stringify(this.#stored)));
  }
}

/** Where the server said that an answer can be had again: at an address of history, or by sending the same form once more. */
export function askAgain(answer, sent) {
  const { kept, shownBefore } = answer.querySelector("[data-kept], [data-shown-before]")?.dataset ?? {};
  if (shownBefore) return { action: sent.action, fields: [...sent.fields, ["shown_before", shownBefore]] };
  return kept ? { kept } : null;
}

function fill(control, values) {
  if (!control.name || NOT_WRITTEN.includes(control.name) || control.matches("button")) return;
  if (control.type === "radio") control.checked = values.get(control.name) === control.value;
  else if (values.has(control.name)) control.value = values.get(control.name);
}

function page() {
  return location.pathname + location.search;
}

/** A browser that stores nothing, or has no room left, works as before. */
function storage(use) {
  try {
    return use(sessionStorage) ?? null;
  } catch {
    return null;
  }
}
