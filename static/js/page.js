/** What every page gets: controls that need a script are shown, and copy buttons copy. */
import { watchCopyButtons } from "./copying.js";
import { showScripted } from "./scripted.js";

showScripted(document);
watchCopyButtons(document);
