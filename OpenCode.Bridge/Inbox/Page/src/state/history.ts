import { useEffect, useMemo, useState } from "preact/hooks";
import { get } from "./api";
import { connection } from "./live";
import { alerts } from "./store";
import type { Alert, AuditEntry } from "./types";

const most = 10_000;

/** Every alert that the bridge still has, newest first; null until they are there. */
export function useAllAlerts(): readonly Alert[] | null {
  const [older, setOlder] = useState<Alert[] | null>(null);
  const live = connection.value === "live";
  useEffect(() => {
    if (live) get<Alert[]>(`api/alerts?state=all&limit=${most}`).then(setOlder, () => undefined);
  }, [live]);
  return useMemo(() => {
    if (older === null) return null;
    const merged = new Map(older.map(alert => [alert.id, alert]));
    for (const [id, alert] of alerts.value) merged.set(id, alert);
    return [...merged.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }, [older, alerts.value]);
}

/** Who tried to decide what, newest first; null until it is there. Asked for again whenever an alert changes. */
export function useAudit(): readonly AuditEntry[] | null {
  const [entries, setEntries] = useState<AuditEntry[] | null>(null);
  const live = connection.value === "live";
  useEffect(() => {
    if (live) get<AuditEntry[]>(`api/audit?limit=${most}`).then(setEntries, () => undefined);
  }, [live, alerts.value]);
  return entries;
}

export const wordsOf = (search: string): string[] => search.toLowerCase().split(/\s+/).filter(word => word);
