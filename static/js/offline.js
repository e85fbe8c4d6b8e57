// Starts what keeps the site for times without a network, once the page is there.
{
  const { worker, scope } = document.currentScript.dataset;
  addEventListener("load", () => {
    // Refused in private windows and without TLS; the site then needs a network.
    navigator.serviceWorker?.register(worker, { scope }).catch(() => {});
  });
}
