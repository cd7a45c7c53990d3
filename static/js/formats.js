/** A result in the marks of the place where it is pasted. Code and links stay as they are. */
const UNTOUCHED = /(`[^`\n]*`|https?:\/\/[^\s)）」]+)/;
const HEADING = /^(?:【([^】\n]+)】|■\s*([^：:\n]+)[：:]?)/;
const BULLET = /^(\s*)[-・]\s*/;

const FORMATS = { text: (text) => text, markdown: asMarkdown, slack: asSlack };

/** `format` is text, markdown or slack. */
export function formatted(text, format) {
  return FORMATS[format](text);
}

function asMarkdown(text) {
  const lines = text.split("\n").map((line) => markdownLine(line));
  return lines.map((line, at) => (line && lines[at + 1] ? `${line}  ` : line)).join("\n");
}

function markdownLine(line) {
  const heading = line.match(HEADING);
  if (heading) return `**${escaped(heading[1] ?? heading[2])}**${escaped(line.slice(heading[0].length))}`;
  const bullet = line.match(BULLET);
  return bullet ? `${bullet[1]}- ${escaped(line.slice(bullet[0].length))}` : escaped(line).replace(/^([#>+]|\d+(?=[.)]))/, "\\$1");
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
  return line.replace(BULLET, "$1• ");
}
