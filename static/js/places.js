/** Pointing at a fact, or resting on it, shows where it stands in the result and in the message. */
const PLACES = ["#result-text", "#marked", "#original-text"];
const NAME = "fact";

export function watchFacts(answer) {
  if (!globalThis.CSS?.highlights) return; // a picture of the place is all that is lost
  for (const moment of ["pointerover", "focusin"]) answer.addEventListener(moment, (event) => show(answer, event.target));
}

/** Facts can be reached with the Tab key only where there is something to see. */
export function offerFacts(answer) {
  if (!globalThis.CSS?.highlights) return;
  for (const fact of answer.querySelectorAll("[data-fact]")) fact.tabIndex = 0;
}

function show(answer, target) {
  const fact = target.closest?.("[data-fact]");
  CSS.highlights.delete(NAME);
  if (!fact) return;
  const words = [...new Set([fact.dataset.found, fact.dataset.original].filter(Boolean))];
  const ranges = PLACES.flatMap((place) => [...answer.ownerDocument.querySelectorAll(place)]).flatMap((each) => found(each, words));
  if (ranges.length) CSS.highlights.set(NAME, new Highlight(...ranges));
}

function found(element, words) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const ranges = [];
  while (walker.nextNode()) for (const word of words) ranges.push(...rangesOf(walker.currentNode, word));
  return ranges;
}

function rangesOf(node, word) {
  const ranges = [];
  for (let at = node.data.indexOf(word); at >= 0; at = node.data.indexOf(word, at + word.length)) {
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + word.length);
    ranges.push(range);
  }
  return ranges;
}
