/** Say how many characters a box holds, counted as the server counts them: code points, a line break as one. */
export function watchCounter(box, output) {
  const limit = Number(box.dataset.limit);
  const show = () => {
    const count = [...box.value].length;
    output.textContent = output.dataset.words
      .replace("{count}", count.toLocaleString())
      .replace("{limit}", limit.toLocaleString());
    output.toggleAttribute("data-over", count > limit);
  };
  box.addEventListener("input", show);
  show();
}
