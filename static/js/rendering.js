/** A result's own marks, shown as what they mean (as `apps/transform/web/words/rendering.py`); every character stays in the text. */
const BOLD = /(`[^`\n]*`)|\*\*([^*\n]+)\*\*/g;
const SLACK_LINE = /^\*([^*\n]+)\*$/;
const HEADING_LINE = /^(?:【[^】\n]{1,40}】|(\*{1,2})[^*\n]{1,60}\1[:：]?)$/; // of a line without the space around it
/** The marks of list lines, with the space before them. */
export const BULLET = /^(\s*)[-・•]\s*(?=\S)/;
export const NUMBER = /^\s*(\d{1,2})[.)．）]\s*(?=\S)/;

/** Put `text` into `place`. Its `textContent` is the text, its look is without the marks. */
export function render(place, text) {
  const lines = text.split("\n").flatMap((line, at) => [at ? "\n" : "", shownLine(line)]);
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

function shownLine(line) {
  const shown = element("span", `line line--${kindOf(line)}`);
  for (const { text, mark } of runsOf(line)) shown.append(...(mark ? [hidden(mark), strong(text), hidden(mark)] : [text]));
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
