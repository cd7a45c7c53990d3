/** The one place where text becomes markup: pages ask browsers for Trusted Types, and this is their only policy. */
const policy = globalThis.trustedTypes?.createPolicy("tonebridge-page", { createHTML: (html) => html });

/** Whether an answer is a page of ours, made for a script that names itself in `header`. */
export function isPart(address, vary, header) {
  return new URL(address, location.href).origin === location.origin && Boolean(vary?.includes(header));
}

/** For answers that `isPart` let through: the server has escaped every word in them. */
export function trusted(html) {
  return policy ? policy.createHTML(html) : html;
}
