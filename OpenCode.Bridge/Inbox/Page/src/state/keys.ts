import { signal } from "@preact/signals";

const off = "keys-off";

/** Single keys may be in the way of somebody who speaks to the machine: they can be turned off (WCAG 2.1.4). */
export const keysOn = signal(localStorage.getItem(off) === null);

export function toggleKeys(): void {
  keysOn.value = !keysOn.value;
  if (keysOn.value) localStorage.removeItem(off);
  else localStorage.setItem(off, "1");
}

/** j and k go from one `[data-step]` to the next; 1, 2, 3 … press the focused one's `[data-key]`. */
export function startKeys(): void {
  addEventListener("keydown", event => {
    if (!keysOn.value || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (/^[1-9]$/.test(event.key)) document.activeElement?.closest("[data-step]")?.querySelector<HTMLButtonElement>(`[data-key="${event.key}"]:enabled`)?.click();
    else return;
    event.preventDefault();
  });
}

function step(by: 1 | -1): void {
  const stops = [...document.querySelectorAll<HTMLElement>("[data-step]")];
  const current = document.activeElement?.closest<HTMLElement>("[data-step]");
  const index = current ? stops.indexOf(current) + by : by > 0 ? 0 : stops.length - 1;
  const next = stops[Math.min(Math.max(index, 0), stops.length - 1)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
