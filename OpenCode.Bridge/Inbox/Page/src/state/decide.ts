import { effect, signal } from "@preact/signals";
import { ApiError, post } from "./api";
import { connection } from "./live";
import { alerts, putAlert, serverOf, waiting } from "./store";
import type { Alert, Decision, Verdict } from "./types";

export type Tone = "good" | "bad" | "quiet";

export interface Ending {
  alert: Alert;
  text: string;
  tone: Tone;
}

/** What is on its way to the bridge. */
export const underWay = signal<ReadonlyMap<string, Verdict>>(new Map());
/** Why a decision did not work, by alert. */
export const problems = signal<ReadonlyMap<string, string>>(new Map());
/** Alerts that are over and whose cards still say how. */
export const endings = signal<ReadonlyMap<string, Ending>>(new Map());

const lingers = 6_000;
const lingersLate = 10_000;
const calm = 1_500;

const mine = new Set<string>();
let shown = new Map<string, Alert>();
let touched = 0;

for (const kind of ["pointerdown", "pointermove", "keydown", "scroll"]) addEventListener(kind, () => (touched = Date.now()), { passive: true });

/** Null: a decision will arrive. Otherwise why it would not. */
export function hindrance(server: string): string | null {
  if (connection.value === "connecting") return "Connecting to the bridge";
  if (connection.value !== "live") return "The bridge cannot be reached";
  const known = serverOf(server);
  return known && !known.connected ? `${server} ${known.problem ?? "is not connected yet"}` : null;
}

export async function decide(alert: Alert, decision: Decision): Promise<void> {
  if (hindrance(alert.server) || underWay.value.has(alert.id) || alerts.value.get(alert.id)?.state !== "open") return;
  mine.add(alert.id);
  underWay.value = new Map(underWay.value).set(alert.id, decision.decision);
  problems.value = without(problems.value, alert.id);
  try {
    putAlert(await post<Alert>(`api/alerts/${encodeURIComponent(alert.id)}/decision`, decision));
  } catch (failure) {
    mine.delete(alert.id);
    const problem = failure instanceof ApiError && failure.status !== 0
      ? failure.message
      : "The bridge did not answer; it is unknown whether the decision arrived.";
    problems.value = new Map(problems.value).set(alert.id, problem);
    const ending = endings.value.get(alert.id);
    // Told while we asked: whoever was too late reads that before the card goes.
    if (ending) linger({ alert: ending.alert, ...verdict(ending.alert) }, lingersLate);
  } finally {
    underWay.value = without(underWay.value, alert.id);
  }
}

export function dismiss(id: string): void {
  endings.value = without(endings.value, id);
  problems.value = without(problems.value, id);
}

export function verdict(alert: Alert): { text: string; tone: Tone } {
  const by = alert.decidedBy === "server" ? " at the server, not here" : mine.has(alert.id) ? "" : alert.decidedBy ? ` by ${alert.decidedBy}` : "";
  switch (alert.state) {
    case "decided":
      switch (alert.decision) {
        case "once": return { text: `Allowed once${by}`, tone: "good" };
        case "always": return { text: `Always allowed${by}`, tone: "good" };
        case "reject": return { text: `Denied${by}`, tone: "bad" };
        default: return { text: `Answered${by}`, tone: "good" };
      }
    case "expired": return { text: "Denied, nobody decided in time", tone: "bad" };
    case "withdrawn": return { text: alert.kind === "stalled" ? "Goes on again" : alert.kind === "unreachable" ? "Reachable again" : "No longer asked", tone: "quiet" };
    case "done": return { text: alert.kind === "error" ? "Failed" : "Finished", tone: alert.kind === "error" ? "bad" : "quiet" };
    default: return { text: "Waits", tone: "quiet" };
  }
}

effect(() => {
  const open = new Map(waiting.value.map(alert => [alert.id, alert]));
  const over = [...shown.keys()].filter(id => !open.has(id));
  shown = open;
  for (const id of over) {
    const alert = alerts.peek().get(id);
    if (alert) linger({ alert, ...verdict(alert) }, problems.peek().has(id) ? lingersLate : lingers);
  }
});

function linger(ending: Ending, time: number): void {
  endings.value = new Map(endings.peek()).set(ending.alert.id, ending);
  setTimeout(function go() {
    // A card that goes moves the ones below it: not while somebody is about to press one of theirs.
    const busy = touched + calm - Date.now();
    if (busy > 0) setTimeout(go, busy);
    else if (endings.peek().get(ending.alert.id) === ending) dismiss(ending.alert.id);
  }, time);
}

function without<T>(map: ReadonlyMap<string, T>, id: string): ReadonlyMap<string, T> {
  if (!map.has(id)) return map;
  const next = new Map(map);
  next.delete(id);
  return next;
}
