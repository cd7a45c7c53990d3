/**
 * Signing out in one tab leaves nothing on the others: each is loaded anew, as whoever comes next sees it, and says why where
 * somebody was signed in on it.
 */
const SIGNED_OUT = "signed-out";
const TOLD_NEXT = "tonebridge-signed-out";

export function watchSignOuts() {
  if (took(TOLD_NEXT)) tell();
  const tabs = new BroadcastChannel("tonebridge");
  tabs.addEventListener("message", ({ data }) => {
    if (data === SIGNED_OUT) leave();
  });
  if (document.querySelector(`[data-said="${SIGNED_OUT}"]`)) tabs.postMessage(SIGNED_OUT);
}

/** A visitor's page has the words for it; a member's has none. */
function leave() {
  if (!words()) sessionStorage.setItem(TOLD_NEXT, "1");
  location.replace(location.pathname + location.search);
}

function tell() {
  const notice = words();
  if (notice) document.getElementById("main").prepend(document.importNode(notice.content, true));
}

function words() {
  return document.querySelector("template[data-was-signed-out]");
}

function took(name) {
  const found = sessionStorage.getItem(name) !== null;
  sessionStorage.removeItem(name);
  return found;
}
