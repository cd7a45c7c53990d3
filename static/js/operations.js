/** The operations page follows the product while somebody looks at it. */
const EVERY_MS = 5000;

setInterval(async () => {
  if (document.hidden) return;
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  document.getElementById("operations").replaceWith(page.getElementById("operations"));
}, EVERY_MS);
