import { signal } from "@preact/signals";
import { base, get, post } from "./api";

/** A browser that is told, as the bridge knows it. */
export interface PushBrowser {
  id: string;
  label: string;
  createdAt: string;
}

interface PushList {
  publicKey: string;
  browsers: PushBrowser[];
}

/** `unable`: no service worker, no push, or a page that is not secure. `denied`: the person said no to the browser. */
export type PushState = "asking" | "unable" | "denied" | "off" | "on";

export const pushState = signal<PushState>("asking");
export const pushBrowsers = signal<readonly PushBrowser[]>([]);
/** This browser's own id at the bridge. */
export const pushSelf = signal<string | null>(null);

/** Looks how things are, here and at the bridge: either may have forgotten the other. */
export async function lookAtPush(): Promise<void> {
  const list = await get<PushList>("api/push");
  pushBrowsers.value = list.browsers;
  const manager = await pushManager();
  if (!manager) {
    pushState.value = "unable";
    return;
  }
  const subscription = await manager.getSubscription();
  pushSelf.value = subscription && (await idOf(subscription.endpoint));
  const known = list.browsers.some(browser => browser.id === pushSelf.value);
  pushState.value = Notification.permission === "denied" ? "denied" : known && Notification.permission === "granted" ? "on" : "off";
}

/** Asks the person, then the browser's push service, then tells the bridge. Called by a press, as browsers want it. */
export async function subscribe(): Promise<void> {
  const manager = await pushManager();
  if (!manager) return;
  if ((await Notification.requestPermission()) !== "granted") return lookAtPush();
  const { publicKey } = await get<PushList>("api/push");
  // One that was made for another bridge's key can be used by nobody.
  await (await manager.getSubscription())?.unsubscribe();
  const subscription = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(publicKey) });
  await post("api/push/subscribe", { ...subscription.toJSON(), label: label(navigator.userAgent) });
  await lookAtPush();
}

export async function unsubscribe(id: string): Promise<void> {
  await post("api/push/unsubscribe", { id });
  if (id === pushSelf.value) await (await (await pushManager())?.getSubscription())?.unsubscribe();
  await lookAtPush();
}

async function pushManager(): Promise<PushManager | null> {
  if (!isSecureContext || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return null;
  return (await navigator.serviceWorker.getRegistration(base))?.pushManager ?? null;
}

/** As PushSubscription.cs makes it. */
async function idOf(endpoint: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return [...new Uint8Array(hash, 0, 10)].map(byte => byte.toString(16).padStart(2, "0")).join("");
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replace(/-/g, "+").replace(/_/g, "/")), character => character.charCodeAt(0));
}

/** `Firefox on Android`: enough to know one's own devices apart. */
function label(agent: string): string {
  const browser = /Edg|OPR|Firefox|FxiOS|CriOS|Chrome|Safari/.exec(agent)?.[0] ?? "";
  const system = /Android|iPhone|iPad|Windows|Mac|CrOS|Linux/.exec(agent)?.[0] ?? "";
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera", FxiOS: "Firefox", CriOS: "Chrome" };
  return [names[browser] ?? (browser || "A browser"), system].filter(part => part).join(" on ");
}
