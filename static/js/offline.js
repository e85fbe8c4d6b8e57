// Starts what keeps the site for times without a network, once the page has been there for a while:
// who goes on at once, on a slow network, waits for nothing that is fetched for later.
{
  const { worker, scope } = document.currentScript.dataset;
  addEventListener("load", () => setTimeout(() => {
    // Refused in private windows and without TLS; the site then needs a network.
    navigator.serviceWorker?.register(worker, { scope }).catch(() => {});
  }, 5000));
}
