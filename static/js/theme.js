// The theme buttons in the footer. Without this script the pages follow the system.
const root = document.documentElement;
const panel = document.querySelector(".theme");
const buttons = document.querySelectorAll("[data-theme-choice]");
// The colours of the browser's own bar, each with the scheme it is for.
const bars = document.querySelectorAll('meta[name="theme-color"]');
const schemes = Array.from(bars, (bar) => bar.media);

function remembered() {
  try {
    return localStorage.getItem("theme") ?? "auto";
  } catch {
    return root.dataset.theme ?? "auto";
  }
}

function remember(choice) {
  try {
    if (choice === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", choice);
  } catch {
    // Private windows may refuse; the choice then holds for this page.
  }
}

function show(choice) {
  const known = choice === "light" || choice === "dark" ? choice : "auto";
  if (known === "auto") delete root.dataset.theme;
  else root.dataset.theme = known;
  bars.forEach((bar, index) => {
    const isChosen = schemes[index].includes(known);
    bar.media = known === "auto" ? schemes[index] : isChosen ? "all" : "not all";
  });
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === known));
  }
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    remember(button.dataset.themeChoice);
    show(button.dataset.themeChoice);
  });
}
addEventListener("storage", (event) => {
  if (event.key === "theme" || event.key === null) show(remembered());
});
if (panel) panel.hidden = false;
show(remembered());
