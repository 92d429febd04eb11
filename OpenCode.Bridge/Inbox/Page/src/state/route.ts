import { signal } from "@preact/signals";

export type View = "now" | "sessions" | "history" | "money" | "channels";

export interface Route {
  view: View;
  /** A session, an alert. */
  id?: string;
}

const views: readonly string[] = ["now", "sessions", "history", "money", "channels"];

/** `#/sessions/<id>`; and `#<alert>`, the form that channels link to: in the fragment no proxy gets to log it. */
export function parse(hash: string): Route {
  const text = hash.replace(/^#/, "");
  if (!text.startsWith("/")) return text ? { view: "now", id: decode(text) } : { view: "now" };
  const [view, id] = text.slice(1).split("/", 2);
  return views.includes(view ?? "") ? { view: view as View, id: id ? decode(id) : undefined } : { view: "now" };
}

export const route = signal<Route>(parse(location.hash));

addEventListener("hashchange", () => {
  route.value = parse(location.hash);
  if (!route.value.id) scrollTo(0, 0);
});

export const href = (view: View, id?: string): string => `#/${view}${id ? `/${encodeURIComponent(id)}` : ""}`;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
