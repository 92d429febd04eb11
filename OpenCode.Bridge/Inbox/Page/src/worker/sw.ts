// Keeps the page's own files, so that the installed page opens without the bridge and says that it is away. What the
// bridge says about sessions is never kept, and nothing is ever decided from here.

export {};

const worker = self as unknown as ServiceWorkerGlobalScope;
const shell = "shell-1";
const files = ["./", "inbox.js", "inbox.css", "icon.svg", "manifest.webmanifest"];

worker.addEventListener("install", event => {
  event.waitUntil(caches.open(shell).then(cache => cache.addAll(files)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", event => {
  event.waitUntil(caches.keys().then(names => Promise.all(names.filter(name => name !== shell).map(name => caches.delete(name)))).then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", event => {
  const request = event.request;
  const path = new URL(request.url).href.slice(worker.registration.scope.length).replace(/[?#].*$/, "");
  if (request.method !== "GET" || !request.url.startsWith(worker.registration.scope) || !files.includes(path || "./")) return;
  event.respondWith(fresh(request));
});

/** The bridge's file while there is a bridge, so that a new version is there at once; the kept one otherwise. */
async function fresh(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.ok) {
      const copy = response.clone();
      await caches.open(shell).then(cache => cache.put(request, copy));
    }
    return response;
  } catch (failure) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw failure;
  }
}
