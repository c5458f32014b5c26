// Saves the lesson's form a moment after each change, and says so in the bar. Without it the buttons do the same.
const form = document.querySelector("form[data-save]");
const state = document.querySelector("[data-saved]");
const PAUSE = 1500;
const LONGEST_PAUSE = 60000;
let wait = PAUSE;
let timer = 0;
let changed = false;
let running = false;

function say(text) {
  if (state && text) state.textContent = text;
}

function update(drafts) {
  for (const [prefix, draft] of Object.entries(drafts)) {
    const token = form.elements.namedItem(`${prefix}-token`);
    const sequence = form.elements.namedItem(`${prefix}-sequence`);
    if (token) token.value = draft.token;
    if (sequence) sequence.value = draft.sequence;
  }
}

async function save() {
  if (running) return schedule();
  running = true;
  changed = false;
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "save");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" } });
    const kept = await answer.json();
    if (answer.ok) {
      update(kept.drafts);
      const notices = Object.values(kept.notices);
      if (notices.length) changed = true;
      wait = PAUSE;
      say(notices.length ? notices[0] : `✓ ${kept.saved}`);
    } else {
      changed = true;
      say(kept.signed_out);
    }
  } catch {
    changed = true;
    say(form.dataset.waiting);
    wait = Math.min(wait * 2, LONGEST_PAUSE);
    schedule();
  } finally {
    running = false;
  }
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

if (form) {
  form.addEventListener("input", () => {
    changed = true;
    schedule();
  });
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(timer);
  });
  addEventListener("online", () => changed && save());
  addEventListener("pagehide", () => {
    if (!changed) return;
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "save");
    navigator.sendBeacon(location.pathname, body);
  });
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
