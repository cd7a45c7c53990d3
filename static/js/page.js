/** What every page gets: controls that need a script are shown, and copy buttons copy. */
import { watchCopyButtons, watchSelectedWords } from "./copying.js";
import { showScripted } from "./scripted.js";
import { watchSignOuts } from "./signed_out.js";

document.querySelector(".site-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
showScripted(document);
watchCopyButtons(document);
watchSelectedWords(document);
watchSignOuts();
