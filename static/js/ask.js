// Answers the question in the address where no server did: in an export, or without a network.
// Only pages that answer no question carry this script. What is shown is what the server shows.
// How each page answers is in `answers/`, and fetched only when there is a question.

const asked = new URLSearchParams(location.search);
const values = (name) => asked.getAll(name).map((value) => value.trim()).filter(Boolean);
const main = document.querySelector("main");
const $ = (selector, root = main) => root.querySelector(selector);
const $$ = (selector, root = main) => [...root.querySelectorAll(selector)];
const here = new URL(document.querySelector("link[rel=canonical]").href).pathname;
const shortened = (text, most) => ([...text].length > most ? `${[...text].slice(0, most).join("")}…` : text);

// A number with what it counts, as `src/views/unbroken.rs` keeps them together.
const unbroken = (text) => text
  .replace(/(\d) (?=\p{Script=Han})/gu, "$1\u00a0")
  .replace(/(?<=\d\u00a0)(个月|小时|分钟|美元|万人|万个)/g, ([first, second]) => `${first}\u2060${second}`);

// An element: `h("p.note", { id: "x" }, "text", child, false)`.
function h(what, attributes = {}, ...children) {
  const [name, ...classes] = what.split(".");
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== false && child != null));
  return element;
}

function entitle(title) {
  document.title = `${title} · ${document.title.split(" · ").at(-1)}`;
}

// The same page in another form leads to the question, too.
function passOn(title, text, query) {
  const panel = document.querySelector("[data-share]");
  if (!panel) return;
  const [address, words] = $$(".field", panel);
  const page = address.textContent + (query ? `?${query}` : "");
  Object.assign(panel.dataset, { share: title, text });
  address.textContent = page;
  words.textContent = `${text} ${page}`;
  // The code there is leads to the page without the question.
  if (query) $("figure", panel)?.remove();
}

// Styles of an answer, which the page did not need before.
function wear(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}

const notices = (lines) => lines.length > 0 && h("ul.notices", {}, lines.map((line) => h("li", {}, line)));

// The signs of roles, from the page that shows all of them.
async function plates(address) {
  const answer = await fetch(address);
  // Its styles are not wanted here, and the policy of this page would report them.
  const html = (await answer.text()).replace(/<style>.*?<\/style>/s, "");
  const page = new DOMParser().parseFromString(html, "text/html");
  return (slug) => {
    const plate = page.querySelector(`.all [data-r="${slug}"] .plate`);
    return plate && document.importNode(plate, true);
  };
}

// What the scripts in `answers/` work with.
const asking = { values, main, $, $$, here, shortened, unbroken, h, entitle, passOn, wear, notices, plates };

async function answer({ answers, from }) {
  const [page, data] = await Promise.all([import(answers), fetch(from)]);
  if (!data.ok) throw new Error(`${data.status}`);
  await page.default(await data.json());
}

if (document.currentScript.dataset.asks.split(" ").some((name) => values(name).length > 0)) {
  answer(document.currentScript.dataset).catch((error) => {
    console.warn(error);
    main.prepend(h("p.note", { role: "alert" }, "没能算出结果，下面是没选条件时的页面。刷新一下再试。"));
  }).finally(() => document.documentElement.setAttribute("data-answered", ""));
}
