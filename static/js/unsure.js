/**
 * Where the passages that somebody should look at stand in a text that its reader has changed (as
 * `apps/transform/web/words/unsure.py`). Spans of passages and changes count code points, those of spots JavaScript's units.
 */
const ENDS = /[\s\u3000.。!！?？]+$/;

/** Disjoint spots `{start, end, number, why}` of the text that stands; a passage that isn't there has none. */
export function spotsOf({ text, kept, isEdited, unsure }) {
  const taken = [];
  for (const passage of unsure) {
    const carriedTo = isEdited ? null : carried(passage, kept);
    const place = clear(carriedTo ? inUnits(text, carriedTo) : found(passage.text, text, taken), text, taken);
    if (place) taken.push({ ...place, number: passage.number, why: passage.why });
  }
  return taken;
}

/** Say in the list which passages aren't in the text. */
export function tellPlaces(answer, spots) {
  const numbers = new Set(spots.map((spot) => String(spot.number)));
  for (const item of answer.querySelectorAll("[data-unsure]")) {
    item.querySelector("[data-nowhere]").hidden = numbers.has(item.dataset.unsure);
  }
}

function carried(passage, changes) {
  let [start, end] = [passage.start, passage.end];
  for (const change of changes) {
    if ([passage.start, passage.end].some((edge) => change.start < edge && edge < change.end)) return null;
    const grown = [...change.replacement].length - (change.end - change.start);
    const isBefore = change.end <= passage.start;
    if (isBefore) start += grown;
    if (isBefore || change.start < passage.end) end += grown;
  }
  return { start, end };
}

function inUnits(text, { start, end }) {
  const points = [...text];
  const unitsTo = (at) => points.slice(0, at).join("").length;
  return { start: unitsTo(start), end: unitsTo(end) };
}

function found(words, text, taken) {
  for (const sought of [words.trim(), words.trim().replace(ENDS, "")]) {
    for (let at = sought ? text.indexOf(sought) : -1; at >= 0; at = text.indexOf(sought, at + sought.length)) {
      const place = { start: at, end: at + sought.length };
      if (!meets(place, taken)) return place;
    }
  }
  return null;
}

function meets(place, taken) {
  return taken.some((other) => place.start < other.end && other.start < place.end);
}

function clear(place, text, taken) {
  if (!place) return null;
  const inner = text.slice(place.start, place.end);
  const start = place.start + inner.length - inner.trimStart().length;
  const end = start + inner.trim().length;
  return start < end && !meets({ start, end }, taken) ? { start, end } : null;
}
