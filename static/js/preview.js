// In preview: shows every change as soon as it is saved, and what is wrong when it cannot be.
const script = document.currentScript;
const parser = new DOMParser();
/** What makes a page, save the buttons that scripts hold on to. */
const PARTS = ["header.top", "main", ".foot-line", ".foot nav", ".foot .note"];
/** What there is to pass the page on with: its buttons stay, what they pass on changes. */
const PANEL = "[data-share]";
let shown = Number(script.dataset.edition);
let style = document.querySelector("style")?.textContent ?? "";
let overlay;

/** A page and its style, apart: the policy of this page would refuse the style of another. */
async function read(address) {
  const response = await fetch(address, { cache: "no-store" });
  const html = await response.text();
  const inline = /<style>([^]*?)<\/style>/;
  const page = parser.parseFromString(html.replace(inline, ""), "text/html");
  return { page, css: inline.exec(html)?.[1] ?? "" };
}

function refill(panel, next) {
  if (!panel) return;
  Object.assign(panel.dataset, next.dataset);
  const texts = [...next.querySelectorAll(".field")];
  panel.querySelectorAll(".field").forEach((field, place) => field.replaceChildren(texts[place].textContent));
}

function sheetOf(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

async function refresh() {
  const { page: next, css } = await read(location.href);
  const both = (part) => [document.querySelector(part), next.querySelector(part)];
  const [parts, panels] = [PARTS.map(both), both(PANEL)];
  // A page whose scripts hold on to its elements, or of another make, has to begin anew.
  if (document.querySelector("script[data-page]") || [...parts, panels].some(([now, then]) => !now !== !then)) {
    location.reload();
    return;
  }
  if (css !== style) {
    style = css;
    // The page's policy knows its own style by its hash; a constructed sheet needs no leave.
    document.adoptedStyleSheets = [sheetOf(css)];
    document.querySelector("style")?.remove();
  }
  document.title = next.title;
  // What the editor opened stays open.
  const opened = [...document.querySelectorAll("main details")].map(({ open }) => open);
  next.querySelectorAll("main details").forEach((details, place) => {
    details.open = opened[place] ?? details.open;
  });
  for (const [now, then] of parts) {
    if (now && now.outerHTML !== then.outerHTML) now.replaceWith(document.adoptNode(then));
  }
  refill(...panels);
  shown = Number(next.querySelector("script[data-edition]")?.dataset.edition);
}

async function tell(warnings) {
  const { page, css } = await read(script.dataset.findings);
  overlay ??= document.createElement("div");
  const root = overlay.shadowRoot ?? overlay.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheetOf(css)];
  overlay.className = warnings > 0 ? "hint" : "";
  if (warnings > 0) {
    const link = document.createElement("a");
    link.href = script.dataset.findings;
    link.textContent = `${warnings} 处提醒`;
    root.replaceChildren(link);
  } else {
    const close = document.createElement("button");
    close.textContent = "收起";
    close.addEventListener("click", hide);
    const findings = document.adoptNode(page.querySelector("main"));
    findings.setAttribute("role", "alert");
    root.replaceChildren(close, findings);
  }
  document.body.append(overlay);
}

function hide() {
  overlay?.remove();
}

async function update({ edition, broken, warnings }) {
  const isFindings = document.body.classList.contains("p-findings");
  const isOwnAddress = location.pathname === script.dataset.findings;
  if (isFindings && !isOwnAddress && !broken) return location.reload();
  if (isFindings) return refresh();
  if (broken) await tell(0);
  else if (warnings > 0) await tell(warnings);
  else hide();
  if (edition !== shown) await refresh();
}

let work = Promise.resolve();
new EventSource(script.dataset.events).addEventListener("message", ({ data }) => {
  // One after the other; a server that is gone for a moment is asked again by the stream.
  work = work.then(() => update(JSON.parse(data))).catch(console.warn);
});
