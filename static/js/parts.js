/**
 * Lists and forms without reloading: htmx asks and puts parts in place, and gets its markup from here alone.
 *
 * htmx parses the answer as a string, which Trusted Types refuse. A policy named `default` would make markup of every string
 * of the page; so there is none: the answer itself is made markup, once it is known to be a part of ours.
 */
import { isPart, trusted } from "./markup.js";
import { showScripted } from "./scripted.js";

const HEADER = "HX-Request";
const words = document.querySelector("script[data-failed]").dataset;
const state = document.createElement("p");
state.className = "page-state";
state.setAttribute("role", "status");
document.body.append(state);

document.addEventListener("htmx:beforeRequest", () => say(""));

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { xhr } = detail;
  detail.shouldSwap = isPart(xhr.responseURL, xhr.getResponseHeader("Vary"), HEADER);
  detail.isError = !detail.shouldSwap;
  if (detail.shouldSwap) detail.serverResponse = whole(xhr.response);
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  showScripted(document);
  if (document.activeElement === document.body && !isUnasked(detail)) focusOn(detail.target);
});

for (const failure of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(failure, () => say(words.failed));

/** Markup that htmx reads as a whole document: it looks for the first tag in what `replace` answers, then parses the object. */
function whole(html) {
  const markup = trusted(html);
  return typeof markup === "string" ? markup : Object.defineProperty(markup, "replace", { value: () => "<html>" });
}

/** Whether a part came by itself, as results of a running job do: nobody is to be led to it. */
function isUnasked({ requestConfig }) {
  return requestConfig?.triggeringEvent?.type === "more";
}

/** What was pressed may be gone: the keyboard goes on where the new part begins. */
function focusOn(target) {
  const place = target.isConnected ? target : document.getElementById(target.id);
  place?.setAttribute("tabindex", "-1");
  place?.focus({ preventScroll: true });
}

function say(sentence) {
  state.textContent = sentence;
}
