/** Bars that move: one live connection follows every job on the page that isn't over, and comes back by itself. */
const words = document.getElementById("job-words").dataset;
const seen = new Map();
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15000;
const MORE_PAUSE = 1000;
let bars = new Map();
let socket = null;
let pause = FIRST_PAUSE;
let over = 0;
let waiting = null;

look();
document.addEventListener("htmx:afterSwap", look);

/** Which jobs stand on the page now. */
function look() {
  const moving = document.querySelectorAll("[data-job]:not([data-over])");
  const known = bars;
  bars = new Map([...moving].map((bar) => [bar.dataset.job, bar]));
  if (bars.size && !socket) connect();
  else if (socket?.readyState === WebSocket.OPEN) for (const id of bars.keys()) if (!known.has(id)) socket.send(subscription(id));
}

function connect() {
  socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws/v1/`);
  socket.addEventListener("open", () => {
    pause = FIRST_PAUSE;
    for (const id of bars.keys()) socket.send(subscription(id));
  });
  socket.addEventListener("message", (event) => {
    const frame = JSON.parse(event.data);
    if (frame.type === "job.progress") show(frame.payload);
    if (!bars.size) socket.close();
  });
  socket.addEventListener("close", () => {
    socket = null;
    if (!bars.size) return;
    setTimeout(look, pause * (0.5 + Math.random() / 2));
    pause = Math.min(LONGEST_PAUSE, pause * 2);
  });
}

function subscription(id) {
  return JSON.stringify({ type: "subscribe", id, payload: { channel: `job:${id}`, last_event_id: seen.get(id) ?? "" } });
}

function show(job) {
  const bar = bars.get(job.id);
  if (!bar) return;
  seen.set(job.id, job.event_id);
  const { done, failed } = job.progress;
  bar.querySelector("[data-bar]").value = done + failed;
  bar.querySelector("[data-seen]").textContent = done + failed;
  bar.querySelector("[data-failed]").textContent = failed;
  bar.querySelector("[data-failed-note]").hidden = !failed;
  for (const name of document.querySelectorAll(`[data-status-of="${job.id}"]`)) {
    if (name.textContent !== words[job.status]) name.textContent = words[job.status];
  }
  if (job.finished_at) end(job.id, bar);
  else grow(done + failed);
}

/** Results stand on the page as they come: it is asked for its list again once there are more, a second later, while it has room. */
function grow(count) {
  over = count;
  waiting ??= setTimeout(() => {
    waiting = null;
    const list = document.querySelector("[data-shown]");
    if (list && over > Number(list.dataset.shown)) list.dispatchEvent(new Event("more"));
  }, MORE_PAUSE);
}

/** Where results are shown, the page is asked for anew (`hx-trigger="over"`): they stand there now. */
function end(id, bar) {
  bars.delete(id);
  bar.dataset.over = "";
  bar.closest("[data-reload]")?.dispatchEvent(new Event("over"));
}
