import { useEffect, useState } from "preact/hooks";
import { get } from "./api";
import { dayOf, lastDays } from "./days";
import { connection } from "./live";
import type { Session, Tokens, Usage } from "./types";

export interface Sum {
  name: string;
  cost: number;
  tokens: number;
}

export interface Spending {
  times: readonly number[];
  daily: readonly { cost: number; tokens: number }[];
  projects: readonly Sum[];
  models: readonly Sum[];
  cost: number;
  tokens: number;
}

export const total = (tokens: Tokens): number => tokens.input + tokens.output + tokens.reasoning + tokens.cacheRead + tokens.cacheWrite;

/** What the bridge counted, message by message; empty until it is there. */
export function useUsage(): readonly Usage[] {
  const [usage, setUsage] = useState<Usage[]>([]);
  const live = connection.value === "live";
  useEffect(() => {
    if (live) get<Usage[]>("api/usage").then(setUsage, () => undefined);
  }, [live]);
  return usage;
}

/** By day, project and model. What a session used and the bridge did not count is taken for of its last day. */
export function spending(sessions: readonly Session[], usage: readonly Usage[], days: number): Spending {
  const times = lastDays(days);
  const daily = times.map(() => ({ cost: 0, tokens: 0 }));
  const projects = new Map<string, Sum>();
  const models = new Map<string, Sum>();
  const sum = { cost: 0, tokens: 0 };
  const add = (at: string, directory: string, model: string | undefined, cost: number, tokens: number) => {
    const day = daily[dayOf(at, times)];
    if (!day || (cost === 0 && tokens === 0)) return;
    for (const one of [day, sum, entry(projects, directory), ...(model ? [entry(models, model)] : [])]) {
      one.cost += cost;
      one.tokens += tokens;
    }
  };
  const counted = new Map<string, Sum>();
  const directories = new Map(sessions.map(session => [key(session.server, session.id), session.directory]));
  for (const one of usage) {
    const id = key(one.server, one.sessionId);
    add(one.at, directories.get(id) ?? one.directory, one.model, one.cost, one.tokens);
    const known = entry(counted, id);
    known.cost += one.cost;
    known.tokens += one.tokens;
  }
  for (const session of sessions) {
    const known = counted.get(key(session.server, session.id));
    const cost = session.cost - (known?.cost ?? 0);
    // Sums of fractions are not exact: a rest that is no money is none.
    add(session.lastActive, session.directory, session.model, cost > 1e-9 ? cost : 0, Math.max(0, total(session.tokens) - (known?.tokens ?? 0)));
  }
  return { times, daily, projects: [...projects.values()], models: [...models.values()], ...sum };
}

const key = (server: string, id: string): string => `${server}\n${id}`;

function entry(sums: Map<string, Sum>, name: string): Sum {
  const known = sums.get(name) ?? { name, cost: 0, tokens: 0 };
  sums.set(name, known);
  return known;
}
