/** Links with `data-sample` put their message into the box instead of loading the page anew. */
export function watchSamples(box) {
  for (const link of document.querySelectorAll("[data-sample]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      box.value = link.dataset.sample;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
    });
  }
}
