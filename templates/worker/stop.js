// Ends the service worker that was here before, and forgets what it kept.
addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil((async () => {
  // Pages that are open leave the one before, which would keep what it fetches.
  await clients.claim();
  const names = await caches.keys();
  const kept = names.filter((name) => name.startsWith("pages {{ base }} "));
  await Promise.all(kept.map((name) => caches.delete(name)));
  await registration.unregister();
})()));
