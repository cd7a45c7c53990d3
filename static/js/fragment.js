/** Ask the server for the part of a page that answers a form. */
import { csrfToken } from "./csrf.js";
import { isPart, trusted } from "./markup.js";

const HEADERS = { "X-Fragment": "answer" };
const CSRF = "csrfmiddlewaretoken";

/** What a form says, as pairs; without what proves that a page of ours sends it. */
export function fieldsOf(form, { submitter = null, live = false, rules = false }) {
  const fields = [...new FormData(form, submitter)].filter(([name]) => name !== CSRF);
  return [...fields, ...(live ? [["live", "1"]] : []), ...(rules ? [["rules", "1"]] : [])];
}

/** The nodes of the answer; null where the server answered with something else. Throws when nothing arrives. */
export function fragmentOf({ action, fields }, signal) {
  const body = new URLSearchParams(fields);
  body.set(CSRF, csrfToken());
  return read(fetch(action, { method: "POST", body, headers: HEADERS, signal }));
}

/** The same of an answer that has an address. */
export function fragmentAt(address, signal) {
  return read(fetch(address, { headers: HEADERS, signal }));
}

async function read(request) {
  const response = await request;
  const isOurs = !response.redirected && isPart(response.url, response.headers.get("Vary"), "X-Fragment");
  if (!isOurs && response.status >= 500) throw new TypeError(`no answer: ${response.status}`); // as where nothing arrives: the page stays
  if (!isOurs) return null;
  return parsed(await response.text());
}

/** Scripts in a document made by the parser don't run, and the server has escaped every word of the message. */
function parsed(html) {
  const page = new DOMParser().parseFromString(trusted(html), "text/html");
  return [...page.body.childNodes];
}
