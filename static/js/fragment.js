/** Post a form and read the part of the page that answers it. */
const policy = globalThis.trustedTypes?.createPolicy("tonebridge-page", { createHTML: (html) => html });

/** The nodes of the answer; null where the server answered with something else. Throws when nothing arrives. */
export async function fragmentOf(form, signal) {
  const headers = { "X-Fragment": "answer" };
  const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers, signal });
  if (!response.headers.get("Vary")?.includes("X-Fragment") || response.redirected) return null;
  return parsed(await response.text());
}

/** Scripts in a document made by the parser don't run, and the server has escaped every word of the message. */
function parsed(html) {
  const page = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  return [...page.body.childNodes];
}
