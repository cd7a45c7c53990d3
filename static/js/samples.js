/** Links with `data-sample` put their message into the box, and choose the type that fits it, instead of loading the page anew. */
export function watchSamples(box) {
  for (const link of document.querySelectorAll("[data-sample]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const type = box.form.querySelector(`[name="transformation_type"][value="${link.dataset.type}"]`);
      if (type) type.checked = true;
      box.value = link.dataset.sample;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
    });
  }
}
