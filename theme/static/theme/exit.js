// Leaves the site at once: blanks the page and puts the neutral address in its place.
// Without this script the link still leaves; with it the page is not one step "back" away.
const link = document.querySelector("[data-exit]");
const WITHIN = 5000; // milliseconds for three presses
let presses = 0;
let first = 0;

function leave() {
  document.documentElement.hidden = true;
  document.title = "\u200B";
  window.location.replace(link.href);
}

function count(event) {
  if (event.key !== "Shift") {
    presses = 0; // Shift for a capital letter is not a wish to leave
    return;
  }
  if (event.repeat) return;
  const now = Date.now();
  if (now - first > WITHIN) presses = 0;
  if (presses === 0) first = now;
  presses += 1;
  if (presses === 3) leave();
}

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", count);
}
