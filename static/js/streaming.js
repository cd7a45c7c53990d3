/**
 * A result while a model writes it: server-sent events `meta`, `delta`, then one `result` or `error`, then `done`.
 * What is shown meanwhile is a draft. Only `result` has been checked, and only it can be copied; a stream that is cut is none.
 */
import { csrfToken } from "./csrf.js";

const OFFERED_MS = 2000; // who has waited for so long may be in a hurry

/** The id of the result, once it is whole; null where no stream is to be had, so that the plain way can be taken. `byRules` is called where somebody asks for the rules' result meanwhile. */
export async function streamed(form, answer, signal, byRules) {
  const response = await begun(form, signal);
  if (!response) return null;
  const before = [...answer.childNodes];
  const draft = showDraft(answer, form.dataset);
  const offer = setTimeout(() => draft.parentElement.append(ofRules(form.dataset.rules, byRules)), OFFERED_MS);
  let id = null;
  try {
    id = await followed(response.body, draft);
  } finally {
    clearTimeout(offer);
    if (!id) answer.replaceChildren(...before); // what never became a result doesn't stay
  }
  return id;
}

/** A connection that breaks is an end like any other, unless somebody has called it off. */
async function followed(body, draft) {
  try {
    for await (const { event, data } of events(body)) {
      if (event === "delta" && data.withdrawn) draft.replaceChildren();
      if (event === "delta") draft.append(data.text);
      if (event === "result") return data.id;
      if (event === "error") return null;
    }
  } catch (error) {
    if (error.name === "AbortError") throw error;
  }
  return null;
}

async function begun(form, signal) {
  const headers = { "Content-Type": "application/json", Accept: "text/event-stream", "X-CSRFToken": csrfToken() };
  headers["Accept-Language"] = document.documentElement.lang;
  headers["X-Page-Owner"] = form.elements.namedItem("owner").value;
  const response = await fetch(form.dataset.stream, { method: "POST", body: JSON.stringify(bodyOf(form)), headers, signal });
  const isStream = response.ok && response.headers.get("Content-Type")?.startsWith("text/event-stream");
  return isStream ? response : null;
}

function bodyOf(form) {
  const said = Object.fromEntries(new FormData(form));
  return {
    text: said.text.replaceAll("\r\n", "\n"),
    transformation_type: said.transformation_type,
    intensity: Number(said.intensity),
    context: { sender_role: said.sender_role, receiver_role: said.receiver_role },
  };
}

function showDraft(answer, words) {
  const [card, title, text, hint] = ["section", "h2", "p", "p"].map((name) => document.createElement(name));
  card.className = "card card--quiet";
  title.textContent = words.writing;
  text.className = "text text--draft";
  text.id = "draft";
  text.dir = "auto";
  hint.className = "hint";
  hint.textContent = words.provisional;
  card.append(title, text, hint);
  answer.replaceChildren(card);
  card.scrollIntoView({ block: "nearest" });
  return text;
}

/** For whom doesn't want to wait: the model is given up, and the rules, who are done at once, write instead. */
function ofRules(words, byRules) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = words;
  button.addEventListener("click", byRules);
  return button;
}

/** Events as they arrive. A stream that ends in the middle of one says nothing of it. */
async function* events(body) {
  let waiting = "";
  for await (const chunk of chunks(body.pipeThrough(new TextDecoderStream()))) {
    const parts = (waiting + chunk).split(/\r?\n\r?\n/);
    waiting = parts.pop();
    for (const part of parts) if (part.includes("data:")) yield parsed(part);
  }
}

async function* chunks(stream) {
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

function parsed(part) {
  const field = (name) => part.split(/\r?\n/).filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trimStart());
  return { event: field("event")[0] ?? "message", data: JSON.parse(field("data").join("\n")) };
}
