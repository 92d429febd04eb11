import { effect, signal } from "@preact/signals";
import { ApiError, base, get } from "./api";
import { apply, replaceAlerts, replaceSessions, status } from "./store";
import type { Alert, Changes, Session, Status } from "./types";

// The bridge beats every 5 s. Two beats that do not come are a connection that is dead, whatever the browser says of it.
const silence = 12_000;
const hiddenAfter = 15_000;
const hiddenEvery = 30_000;

/** `live`: what is shown is true now, and a decision will arrive. Anything else: it may be neither. */
export const connection = signal<"connecting" | "live" | "lost" | "refused">("connecting");
export const lastSeen = signal<number | null>(null);
/** The bridge's clock less ours, in milliseconds. */
export const skew = signal(0);

let source: EventSource | null = null;
let lastId = "";
let attempt = 0;
let watchdog: ReturnType<typeof setTimeout> | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let hidden: ReturnType<typeof setTimeout> | undefined;
let fetching: Promise<void> | null = null;
let held: Changes[] = [];

export function start(): void {
  connect();
  addEventListener("online", () => connection.value !== "live" && connect());
  addEventListener("offline", () => lose());
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : wake()));
  effect(() => {
    if (connection.value === "live") attempt = 0;
  });
}

/** Tries at once, for who does not want to wait. */
export function connect(): void {
  close();
  const from = lastId;
  source = new EventSource(`${base}api/events${from ? `?since=${encodeURIComponent(from)}` : ""}`);
  source.addEventListener("reset", event => heard(event, () => void fetchAll()));
  source.addEventListener("changes", event => heard(event, () => take(JSON.parse(event.data) as Changes)));
  source.addEventListener("beat", event => heard(event, () => {
    skew.value = new Date(event.data).getTime() - Date.now();
    if (!fetching) connection.value = "live";
  }));
  source.addEventListener("error", lose);
  watch();
}

function heard(event: MessageEvent<string>, act: () => void): void {
  lastSeen.value = Date.now();
  if (event.lastEventId) lastId = event.lastEventId;
  watch();
  act();
}

// What comes while everything is fetched may be newer than what is fetched: it goes on top.
function take(changes: Changes): void {
  if (fetching) held.push(changes);
  else {
    apply(changes);
    connection.value = "live";
  }
}

function fetchAll(): Promise<void> {
  fetching ??= (async () => {
    try {
      // Alerts first, and shown first: they are why somebody is here.
      const [state, alerts] = await Promise.all([get<Status>("api/status"), get<Alert[]>("api/alerts?state=all&limit=500")]);
      status.value = state;
      skew.value = new Date(state.time).getTime() - Date.now();
      replaceAlerts(alerts);
      connection.value = "live";
      lastSeen.value = Date.now();
      replaceSessions(await get<Session[]>("api/sessions"));
      held.forEach(apply);
    } catch (failure) {
      lose();
      if (failure instanceof ApiError && failure.status === 401) connection.value = "refused";
    } finally {
      held = [];
      fetching = null;
    }
  })();
  return fetching;
}

function lose(): void {
  close();
  // Not gone on with: part of what would have been applied may be lost.
  if (fetching || connection.value === "connecting") lastId = "";
  connection.value = "lost";
  const pause = Math.min(1000 * 2 ** attempt++, 10_000);
  retry = setTimeout(connect, pause);
}

function close(): void {
  clearTimeout(watchdog);
  clearTimeout(retry);
  source?.close();
  source = null;
}

function watch(): void {
  clearTimeout(watchdog);
  watchdog = setTimeout(lose, silence);
}

// Browsers open six connections to a host and no more, and a phone sleeps better without one: a page that nobody sees
// asks now and then, for the number in its title.
function rest(): void {
  clearTimeout(hidden);
  hidden = setTimeout(async function ask() {
    close();
    try {
      replaceAlerts(await get<Alert[]>("api/alerts?state=all&limit=500"));
      lastSeen.value = Date.now();
    } catch {
      connection.value = "lost";
    }
    hidden = setTimeout(ask, hiddenEvery);
  }, hiddenAfter);
}

function wake(): void {
  clearTimeout(hidden);
  if (source === null) connect();
}
