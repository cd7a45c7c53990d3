/** A file is looked at before it is handed in: its columns, its first rows. Dropping it does what choosing it does. */
import { showScripted } from "./scripted.js";

const form = document.getElementById("job-form");
const input = form.elements.namedItem("file");
const zone = form.querySelector("[data-drop]");
const columns = document.getElementById("columns");
const state = document.getElementById("file-state");
const warning = document.getElementById("file-warning");
const words = document.getElementById("upload-words").dataset;
let running = null;

showScripted(form);
input.addEventListener("change", look);
for (const name of ["dragenter", "dragover"]) {
  zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.dataset.over = "";
  });
}
zone.addEventListener("dragleave", () => delete zone.dataset.over);
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  delete zone.dataset.over;
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  look();
});

async function look() {
  running?.abort();
  const mine = (running = new AbortController());
  hide("");
  if (!input.files.length) return;
  try {
    const table = await asked(mine.signal);
    if (mine !== running) return;
    if (table.problem) hide(table.problem);
    else show(table);
  } catch (error) {
    if (error.name !== "AbortError") hide(form.dataset.failed);
  }
}

async function asked(signal) {
  const body = new FormData();
  body.set("file", input.files[0]);
  body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  const response = await fetch(form.dataset.columns, { method: "POST", body, signal });
  return response.json();
}

function hide(why) {
  columns.hidden = columns.disabled = true;
  state.textContent = why;
  warn("");
}

function show(table) {
  for (const select of columns.querySelectorAll("select")) offer(select, table);
  const [head, body] = [columns.querySelector("thead tr"), columns.querySelector("tbody")];
  head.replaceChildren(...table.columns.map((name) => cell("th", name)));
  body.replaceChildren(...table.rows.map(row));
  columns.hidden = columns.disabled = false;
  state.textContent = `${words.count} ${table.count.toLocaleString()} · ${words.encoding} ${table.encoding}`;
  warn(table.warning);
}

/** What the plan has to say to so many messages; nothing where they fit. */
function warn(why) {
  warning.hidden = !why;
  warning.textContent = why;
}

function offer(select, table) {
  const names = table.columns.map((name) => new Option(name, name));
  if ("optional" in select.dataset || !table.guess.text) names.unshift(new Option(words.none, ""));
  select.replaceChildren(...names);
  select.value = table.guess[select.name.replace("column_", "")] ?? "";
}

function row(values) {
  const line = document.createElement("tr");
  line.append(...values.map((value) => cell("td", value)));
  return line;
}

function cell(kind, text) {
  const made = document.createElement(kind);
  made.textContent = text;
  if (kind === "th") made.scope = "col";
  return made;
}
