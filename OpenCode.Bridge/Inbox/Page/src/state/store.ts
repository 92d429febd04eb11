import { computed, signal } from "@preact/signals";
import type { Alert, Changes, Session, Status } from "./types";

export const alerts = signal<ReadonlyMap<string, Alert>>(new Map());
/** Null until they were fetched: an empty list would be a lie. */
export const sessions = signal<ReadonlyMap<string, Session> | null>(null);
export const status = signal<Status | null>(null);

export const asks = (alert: Alert): boolean => alert.kind === "permission" || alert.kind === "question";

/** Who has waited longest comes first, and what is new comes below: nothing moves under a finger. */
export const waiting = computed(() =>
  [...alerts.value.values()].filter(alert => asks(alert) && alert.state === "open").sort((a, b) => compare(a.createdAt, b.createdAt) || compare(a.id, b.id)));

/** Trouble that lasts and that nobody can decide: stalled sessions, servers that cannot be reached. */
export const troubles = computed(() =>
  [...alerts.value.values()].filter(alert => !asks(alert) && alert.state === "open").sort((a, b) => compare(a.createdAt, b.createdAt)));

export const sessionList = computed(() =>
  sessions.value === null ? null : [...sessions.value.values()].sort((a, b) => compare(b.lastActive, a.lastActive)));

export const serverOf = (name: string) => status.value?.servers.find(server => server.name === name);

export function replaceAlerts(list: Alert[]): void {
  alerts.value = new Map(list.map(alert => [alert.id, alert]));
}

export function putAlert(alert: Alert): void {
  alerts.value = new Map(alerts.value).set(alert.id, alert);
}

export function replaceSessions(list: Session[]): void {
  sessions.value = new Map(list.map(session => [session.id, session]));
}

export function apply(changes: Changes): void {
  if (changes.alerts) {
    const next = new Map(alerts.value);
    for (const alert of changes.alerts) next.set(alert.id, alert);
    alerts.value = next;
  }
  if (sessions.value && (changes.sessions || changes.goneSessions)) {
    const next = new Map(sessions.value);
    for (const session of changes.sessions ?? []) next.set(session.id, session);
    for (const id of changes.goneSessions ?? []) next.delete(id);
    sessions.value = next;
  }
  if ((changes.servers || changes.channels) && status.value) {
    const { servers, channels } = status.value;
    status.value = { ...status.value, servers: changes.servers ?? servers, channels: changes.channels ?? channels };
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
