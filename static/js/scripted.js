/** Show what only works with a script. Pages hide it until now, so that nobody meets a dead button. */
export function showScripted(root) {
  for (const element of root.querySelectorAll("[data-script]")) element.hidden = false;
}
