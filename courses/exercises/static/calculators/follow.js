// The answer follows the fields. Without it the button does the same.
const form = document.querySelector("form[data-follow]");
const waiting = document.getElementById("waiting");
const said = document.getElementById("said"); // stays, so that what it says is read out
const PAUSE = 400;
let timer = 0;
let asked = null;

function take(page, id) {
  const [here, there] = [document.getElementById(id), page.getElementById(id)];
  if (here && there) here.replaceWith(document.adoptNode(there));
}

async function follow() {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams(new FormData(form));
  const address = `${form.getAttribute("action")}?${query}`;
  const open = document.querySelector("#answer details[open]") !== null;
  try {
    const answer = await fetch(address, { signal: asked.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("answer")) throw new Error(`answered with ${answer.status}`);
    waiting.hidden = true;
    page.querySelector("#problems [role]")?.removeAttribute("role"); // nobody is interrupted while writing
    said.textContent = page.querySelector(".answer__sentence, #problems li")?.textContent ?? "";
    for (const part of ["problems", "goals", "answer"]) take(page, part);
    const [here, there] = [document, page].map((each) => each.querySelector(".menu .language"));
    if (here && there) here.href = there.getAttribute("href");
    for (const field of form.elements) {
      const there = page.getElementById(field.id);
      if (!field.id || !there) continue;
      take(page, `${field.id}_error`);
      const wrong = there.getAttribute("aria-invalid");
      if (wrong) field.setAttribute("aria-invalid", wrong);
      else field.removeAttribute("aria-invalid");
      field.closest(".field")?.classList.toggle("has-error", Boolean(wrong));
    }
    if (open) document.querySelector("#answer details")?.setAttribute("open", "");
    history.replaceState(null, "", address);
    offerPrint();
  } catch (error) {
    if (error.name !== "AbortError") waiting.hidden = false; // what was written stays on the page
  }
}

function offerPrint() {
  const button = document.querySelector("[data-print]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(follow, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  addEventListener("online", () => waiting.hidden || follow());
  offerPrint();
}
