// Ends the service worker that was here before, and forgets what it kept.
addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  const kept = names.filter((name) => name.startsWith("pages {{ base }} "));
  await Promise.all(kept.map((name) => caches.delete(name)));
  await registration.unregister();
})()));
