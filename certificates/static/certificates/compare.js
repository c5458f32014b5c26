// Tells whether a chosen PDF is the one that was issued. It is read here and sent nowhere.
// crypto.subtle is only there on https and on this very machine; without it the page keeps its commands.

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const compare = async (box, file) => {
  const verdicts = ["same", "other", "unread"].map((name) => box.querySelector(`[data-${name}]`));
  for (const verdict of verdicts) verdict.hidden = true;
  if (!file) return;
  const [same, other, unread] = verdicts;
  try {
    const found = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    (found === box.dataset.compare ? same : other).hidden = false;
  } catch {
    unread.hidden = false;
  }
};

const box = document.querySelector("[data-compare]");
if (box && globalThis.crypto?.subtle) {
  const input = box.querySelector("input");
  input.addEventListener("change", () => compare(box, input.files[0]));
  box.hidden = false;
}
