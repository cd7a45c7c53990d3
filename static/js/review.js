/** What a reader has decided about one result: changes left out, or a text edited by hand. Every step can be undone. */
import { applied } from "./changes.js";

export class Review {
  #past = [];
  #now = { rejected: new Set(), edited: null };

  /** `changes` are ordered and disjoint spans of `original`, in code points. */
  constructor({ original, changes }) {
    this.original = original;
    this.changes = changes;
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

  get text() {
    return this.#now.edited ?? applied(this.original, this.kept);
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
