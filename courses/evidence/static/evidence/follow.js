// htmx keeps the address up with the search; the links follow the address, and what is chosen for the comparison.
const MOST = 4;

const boxes = () => [...document.querySelectorAll('input[name="study"]')];

function follow() {
  const language = document.querySelector(".menu .language");
  if (language?.href) language.href = new URL(language.href).pathname + location.search;
  const chosen = boxes().filter((box) => box.checked);
  for (const box of boxes()) box.disabled = !box.checked && chosen.length >= MOST;
}

function keep() {
  const chosen = boxes().filter((box) => box.checked).map((box) => box.value);
  const withChosen = (address) => {
    const url = new URL(address, location.href);
    url.searchParams.delete("study");
    for (const key of chosen) url.searchParams.append("study", key);
    return url.href;
  };
  history.replaceState(history.state, "", withChosen(location.href));
  for (const link of document.querySelectorAll("#found a[href]")) {
    if (new URL(link.href).pathname === location.pathname) link.href = withChosen(link.href);
  }
  follow();
}

// One press of a button is two events, and what was searched by Enter was typed, too. The same is searched once: a
// second answer would undo what is clicked meanwhile.
let asked = "";
document.addEventListener("htmx:beforeRequest", (event) => {
  const address = event.detail.pathInfo.finalRequestPath;
  if (address === asked) event.preventDefault();
  asked = address;
});
for (const unanswered of ["responseError", "sendError", "sendAbort", "timeout", "historyRestore"]) {
  document.addEventListener(`htmx:${unanswered}`, () => { asked = ""; });
}
document.addEventListener("htmx:afterSettle", follow);
// A button that leads to another page is the browser's, not htmx's.
document.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("formaction")) event.stopPropagation();
}, true);
document.addEventListener("change", (event) => {
  if (event.target.name === "study") keep();
});
follow();
