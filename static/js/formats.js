/** A result in the marks of the place where it is pasted. Code and links stay as they are. */
import { BULLET, linesOf, NUMBER, readable } from "./rendering.js";

const UNTOUCHED = /(`[^`\n]*`|https?:\/\/[^\s)）」]+)/;
const HEADING = /^(?:【([^】\n]+)】|■\s*([^：:\n]+)[：:]?)/;

const FORMATS = { text: (text) => text, plain: readable, rich: readable, markdown: asMarkdown, slack: asSlack };

/** `format` is text (as it is), plain (without marks), rich (the same, beside `richly`), markdown or slack. */
export function formatted(text, format) {
  return FORMATS[format](text);
}

/** A text as HTML for programs that paste with their own type: headings bold, list lines as lists. Every word is escaped. */
export function richly(text) {
  let list = "";
  const shown = text.split("\n").map((written) => {
    const [line] = linesOf(written);
    const before = list;
    list = line.kind === "item" ? (BULLET.test(written) ? "ul" : "ol") : "";
    const turn = list === before ? "" : (before && `</${before}>`) + opened(list, written);
    return turn + (list ? `<li>${runs(line).replace(BULLET, "").replace(NUMBER, "")}</li>` : `${runs(line)}<br>`);
  });
  return shown.join("") + (list && `</${list}>`);
}

/** A list of numbers goes on from its own first one. */
function opened(list, written) {
  return list === "ol" ? `<ol start="${Number(written.match(NUMBER)[1])}">` : list && `<${list}>`;
}

function runs({ kind, runs: parts }) {
  const bold = (text, isBold) => (isBold ? `<strong>${text}</strong>` : text);
  return parts.map(({ text, mark }) => bold(entities(text), mark || kind === "heading")).join("");
}

function entities(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function asMarkdown(text) {
  const lines = text.split("\n").map((line) => markdownLine(line));
  return lines.map((line, at) => (line && lines[at + 1] ? `${line}  ` : line)).join("\n");
}

function markdownLine(line) {
  const heading = line.match(HEADING);
  if (heading) return `**${escaped(heading[1] ?? heading[2])}**${escaped(line.slice(heading[0].length))}`;
  const bullet = line.match(BULLET);
  if (bullet) return `${bullet[1]}- ${marked(line.slice(bullet[0].length), "**", escaped)}`;
  return marked(line, "**", escaped).replace(/^([#>+]|\d+(?=[.)]))/, "\\$1");
}

/** A line whose bold parts stand between `mark`s, and whose words `written` writes. */
function marked(line, mark, written = (text) => text) {
  return linesOf(line)[0].runs.map((run) => (run.mark ? mark + written(run.text) + mark : written(run.text))).join("");
}

function escaped(line) {
  return line.split(UNTOUCHED).map((part, at) => (at % 2 ? part : part.replace(/[\\*_<>[\]]/g, "\\$&"))).join("");
}

function asSlack(text) {
  return text.split("\n").map(slackLine).join("\n");
}

function slackLine(line) {
  const heading = line.match(HEADING);
  if (heading) return `*${heading[1] ?? heading[2]}*${line.slice(heading[0].length)}`;
  return marked(line, "*").replace(BULLET, "$1• ");
}
