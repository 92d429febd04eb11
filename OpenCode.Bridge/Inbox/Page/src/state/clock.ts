import { signal } from "@preact/signals";
import { skew } from "./live";

/** Now, once a second, by the bridge's clock. */
export const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now() + skew.value;
}, 1000);

/** `45 s`, `3 min`, `2 h 5 min`, `4 d`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} d`;
}

export const since = (time: string): string => duration(now.value - new Date(time).getTime());
