// Keeps the site for times without a network. With one, every page comes from it: what is kept
// is shown only when asking fails.
const BASE = "{{ base }}";
const PREFIX = `pages ${BASE} `;
const NAME = PREFIX + "{{ version }}";
const ASSETS = "{{ assets }}";

const isOurs = (url) => url.origin === location.origin
  && (url.pathname === BASE || url.pathname.startsWith(`${BASE}/`));

async function keep() {
  const answer = await fetch("{{ list }}", { cache: "no-cache" });
  const cache = await caches.open(NAME);
  const list = await answer.json();
  // A browser's own copy of a page may be a minute old; an asset never changes.
  await cache.addAll(list.map((path) => new Request(path, { cache: path.startsWith(ASSETS) ? "default" : "no-cache" })));
  await skipWaiting();
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

const nothing = () => new Response(
  `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>没有网络</title><h1>没有网络</h1><p>这一页没有存下来，联网以后再看。<p><a href="${BASE || "/"}">回首页</a>`,
  { status: 503, headers: { "content-type": "text/html; charset=utf-8" } },
);

async function answer(event, request, url) {
  const cache = await caches.open(NAME);
  if (url.pathname.startsWith(ASSETS)) {
    const kept = await cache.match(request);
    if (kept) return kept;
  }
  try {
    // Not even the browser's own copy, which may be a minute old, when a page is opened.
    const fresh = await (request.mode === "navigate" ? fetch(request, { cache: "no-cache" }) : fetch(request));
    const isPage = fresh.headers.get("content-type")?.startsWith("text/html");
    if (fresh.ok && isPage && !url.search) event.waitUntil(cache.put(request, fresh.clone()));
    return fresh;
  } catch (error) {
    // Without a network nothing is computed and nobody is led on: a question gets the page it
    // was asked on, an address with a slash at its end the one without.
    const path = url.pathname.replace(/(.)\/+$/, "$1");
    const kept = await cache.match(path, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    if (request.mode === "navigate") return nothing();
    throw error;
  }
}

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && isOurs(url)) event.respondWith(answer(event, event.request, url));
});
