/** A result's own marks, shown as what they mean (as `apps/transform/web/words/rendering.py`); every character stays in the text. */
const BOLD = /(`[^`\n]*`)|\*\*([^*\n]+)\*\*/g;
const SLACK_LINE = /^\*([^*\n]+)\*$/;
const HEADING_LINE = /^(?:【[^】\n]{1,40}】|(\*{1,2})[^*\n]{1,60}\1[:：]?)$/; // of a line without the space around it
/** The marks of list lines, with the space before them. */
export const BULLET = /^(\s*)[-・•]\s*(?=\S)/;
export const NUMBER = /^\s*(\d{1,2})[.)．）]\s*(?=\S)/;

/**
 * Put `text` into `place`. Its `textContent` is the text, its look is without the marks. `spots` are disjoint stretches that somebody
 * should look at, `{start, end, number, why}`.
 */
export function render(place, text, spots = []) {
  let begin = 0;
  const lines = text.split("\n").flatMap((line, number) => {
    const shown = shownLine(line, begin, spots.filter((spot) => spot.start < begin + line.length && begin < spot.end));
    begin += line.length + 1;
    return [number ? "\n" : "", shown];
  });
  place.replaceChildren(...lines);
}

/** The lines of a text with their runs: `{kind, runs: [{text, mark}]}`. */
export function linesOf(text) {
  return text.split("\n").map((line) => ({ kind: kindOf(line), runs: runsOf(line) }));
}

/** A text as it is read: without marks. */
export function readable(text) {
  return linesOf(text).map(({ runs }) => runs.map((run) => run.text).join("")).join("\n");
}

function kindOf(line) {
  if (HEADING_LINE.test(line.trim())) return "heading";
  return BULLET.test(line) || NUMBER.test(line) ? "item" : "plain";
}

function runsOf(line) {
  const whole = line.match(SLACK_LINE);
  if (whole) return [{ text: whole[1], mark: "*" }];
  const runs = [];
  let at = 0;
  for (const match of line.matchAll(BOLD)) {
    if (match[2] === undefined) continue;
    if (match.index > at) runs.push({ text: line.slice(at, match.index), mark: "" });
    runs.push({ text: match[2], mark: "**" });
    at = match.index + match[0].length;
  }
  if (at < line.length) runs.push({ text: line.slice(at), mark: "" });
  return runs;
}

function shownLine(line, begin, spots) {
  const shown = element("span", `line line--${kindOf(line)}`);
  for (const run of spotted(runsOf(line), begin, spots)) shown.append(...(run.spot ? doubtful(run) : shownRun(run)));
  return shown;
}

function shownRun({ text, mark }) {
  return mark ? [hidden(mark), strong(text), hidden(mark)] : [text];
}

/** The runs of a line that begins at `begin`, cut where a spot begins or ends; bold ones stay whole. */
function spotted(runs, begin, spots) {
  let at = begin;
  return runs.flatMap((run) => {
    const [start, end] = [at, (at += run.text.length + 2 * run.mark.length)];
    const edges = run.mark ? [] : spots.flatMap((spot) => [spot.start, spot.end]).filter((edge) => start < edge && edge < end);
    const cuts = [start, ...edges.sort((one, other) => one - other), end];
    return cuts.slice(1).map((to, number) => part(run, start, cuts[number], to, spots));
  });
}

function part(run, start, from, to, spots) {
  const spot = spots.find((each) => each.start < to && from < each.end);
  const text = run.mark ? run.text : run.text.slice(from - start, to - start);
  return { text, mark: run.mark, spot, ends: spot?.end <= to };
}

/** A stretch to look at, and behind its last one a sign that says why to whoever doesn't see it. */
function doubtful(run) {
  const shown = element("mark", "unsure");
  shown.append(...shownRun(run));
  return run.ends ? [shown, sign(run.spot)] : [shown];
}

function sign({ number, why }) {
  const shown = element("span", "unsure__sign");
  for (const [name, value] of Object.entries({ role: "img", lang: document.documentElement.lang, "aria-label": why, "data-number": number })) {
    shown.setAttribute(name, value);
  }
  return shown;
}

function strong(text) {
  const shown = element("strong", "");
  shown.textContent = text;
  return shown;
}

function hidden(mark) {
  const shown = element("span", "");
  shown.hidden = true;
  shown.textContent = mark;
  return shown;
}

function element(name, className) {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}
