/** Ask the server for the part of a page that answers a form. */
import { isPart, trusted } from "./markup.js";

const HEADERS = { "X-Fragment": "answer" };

/** The nodes of the answer; null where the server answered with something else. Throws when nothing arrives. */
export function fragmentOf(form, { submitter = null, live = false, signal }) {
  const fields = new URLSearchParams(new FormData(form, submitter));
  if (live) fields.set("live", "1");
  return read(fetch(form.action, { method: "POST", body: fields, headers: HEADERS, signal }));
}

/** The same of an answer that has an address. */
export function fragmentAt(address, signal) {
  return read(fetch(address, { headers: HEADERS, signal }));
}

async function read(request) {
  const response = await request;
  if (response.redirected || !isPart(response.url, response.headers.get("Vary"), "X-Fragment")) return null;
  return parsed(await response.text());
}

/** Scripts in a document made by the parser don't run, and the server has escaped every word of the message. */
function parsed(html) {
  const page = new DOMParser().parseFromString(trusted(html), "text/html");
  return [...page.body.childNodes];
}
