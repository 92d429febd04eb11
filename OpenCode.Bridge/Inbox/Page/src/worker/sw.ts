// Keeps the page's own files, so that the installed page opens without the bridge and says that it is away. What the
// bridge says about sessions is never kept, and nothing is ever decided from here. Shows what the bridge pushes.

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

/** See PushPayload.cs. */
interface Push {
  id: string;
  title: string;
  body: string;
  open?: string;
  again: boolean;
  silent: boolean;
  waits: boolean;
}

worker.addEventListener("push", event => event.waitUntil(show(event.data)));

worker.addEventListener("notificationclick", event => {
  event.notification.close();
  event.waitUntil(open((event.notification.data as { open?: string } | null)?.open));
});

// The browser made a new subscription in place of one that ran out: the bridge has only the old one.
worker.addEventListener("pushsubscriptionchange", event => {
  const { oldSubscription } = event as unknown as { oldSubscription: PushSubscription | null };
  if (oldSubscription) (event as ExtendableEvent).waitUntil(renew(oldSubscription.options));
});

// Every push must show something, or the browser shows a text of its own: also what is broken.
async function show(data: PushMessageData | null): Promise<void> {
  let push: Partial<Push> = {};
  try {
    push = (data?.json() as Push | null) ?? {};
  } catch {
    // Shown without words.
  }
  const options: NotificationOptions & { renotify?: boolean } = {
    body: push.body,
    tag: push.id ?? "opencode",
    data: { open: push.open },
    icon: "icon-192.png",
    silent: push.silent ?? false,
    renotify: push.again === true && push.silent !== true,
    requireInteraction: push.waits ?? false,
  };
  await worker.registration.showNotification(push.title || "The OpenCode inbox has news", options);
}

async function open(alert: string | undefined): Promise<void> {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(client => client.url.startsWith(worker.registration.scope));
  if (page) {
    await page.focus();
    page.postMessage({ open: alert ?? "" });
  } else {
    await worker.clients.openWindow(`${worker.registration.scope}${alert ? `#${encodeURIComponent(alert)}` : ""}`);
  }
}

async function renew(options: PushSubscriptionOptions): Promise<void> {
  const subscription = await worker.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: options.applicationServerKey });
  await fetch("api/push/subscribe", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ ...subscription.toJSON(), label: "A browser" }) });
}
