/** A tap on a notification while the page is open: the worker brings it to the front and says where to go. */
export function listenToWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", event => {
    const open: unknown = (event.data as { open?: unknown } | null)?.open;
    if (typeof open === "string") location.hash = `#${encodeURIComponent(open)}`;
  });
  // Kept back until the page says that it listens.
  navigator.serviceWorker.startMessages();
}
