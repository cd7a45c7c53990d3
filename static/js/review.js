/** What a reader has decided about one result: changes left out, or a text edited by hand. Every step can be undone. */
import { applied } from "./changes.js";

export class Review {
  #past = [];
  #now = { rejected: new Set(), edited: null };

  /**
   * `changes` are ordered and disjoint spans of `original`, in code points; `about` is what else the server said of the result. `unsure`
   * are passages of the original that somebody should look at.
   */
  constructor({ original, changes, ...about }, unsure = []) {
    this.original = original;
    this.changes = changes;
    this.unsure = unsure;
    this.about = about;
  }

  /** Whether the text is the result as it came. */
  get isWhole() {
    return this.text === applied(this.original, this.changes);
  }

  /** The same for the server, which measures the text. */
  get told() {
    const changes = this.changes.map(({ id, ...change }) => ({ ...change, kept: !this.#now.rejected.has(id) }));
    return { ...this.about, original: this.original, changes, final_text: this.#now.edited };
  }

  get isEdited() {
    return this.#now.edited !== null;
  }

  get kept() {
    return this.changes.filter((change) => !this.#now.rejected.has(change.id));
  }

  get rejected() {
    return [...this.#now.rejected];
  }

  /** All of it, to go on with in another page: which changes were left out, and the text where it was edited. */
  get decisions() {
    return { rejected: this.rejected, edited: this.#now.edited };
  }

  get text() {
    return this.#now.edited ?? applied(this.original, this.kept);
  }

  /** Decisions about the same changes, from another page. Nothing of them can be undone here. */
  takeUp({ rejected, edited }) {
    const known = new Set(this.changes.map((change) => change.id));
    this.#now = { rejected: new Set(rejected.filter((id) => known.has(id))), edited };
  }

  accept(ids) {
    this.#turn({ rejected: new Set(this.rejected.filter((id) => !ids.includes(id))), edited: null });
  }

  reject(ids) {
    this.#turn({ rejected: new Set([...this.rejected, ...ids]), edited: null });
  }

  /** Begin to edit the text as it stands; `type` goes on from there, and one undo leads back here. */
  edit() {
    if (!this.isEdited) this.#turn({ rejected: this.#now.rejected, edited: this.text });
  }

  type(text) {
    this.#now = { ...this.#now, edited: text };
  }

  /** False where there is nothing to undo. */
  undo() {
    const before = this.#past.pop();
    if (before) this.#now = before;
    return Boolean(before);
  }

  #turn(next) {
    this.#past.push(this.#now);
    this.#now = next;
  }
}
