import { useMemo, useState } from "preact/hooks";
import { Bars } from "../parts/bars";
import { compact, dollars } from "../parts/numbers";
import { project } from "../parts/origin";
import { total } from "../parts/session-row";
import { line } from "../parts/visible";
import { dayOf, lastDays } from "../state/days";
import { sessionList } from "../state/store";
import type { Session } from "../state/types";
import { WaitingTime } from "./waiting-time";

const spans = [7, 30, 90] as const;
const top = 8;

interface Sum {
  name: string;
  cost: number;
  tokens: number;
}

export function Money() {
  const [days, setDays] = useState<number>(30);
  const [unit, setUnit] = useState<"cost" | "tokens">("cost");
  const all = sessionList.value;
  const { daily, projects, models, cost, tokens } = useMemo(() => sumUp(all ?? [], days), [all, days]);
  return (
    <div class="column">
      <h1>Money and time</h1>
      <div class="chips" role="group" aria-label="Time">
        {spans.map(span => <button key={span} type="button" class="chip" aria-pressed={days === span} onClick={() => setDays(span)}>{span} days</button>)}
      </div>
      <div class="tiles">
        <button type="button" class="tile" aria-pressed={unit === "cost"} onClick={() => setUnit("cost")}><span>Spent</span><strong>{dollars(cost)}</strong></button>
        <button type="button" class="tile" aria-pressed={unit === "tokens"} onClick={() => setUnit("tokens")}><span>Tokens</span><strong>{compact(tokens)}</strong></button>
      </div>
      <section class="card chart" aria-labelledby="daily">
        <h2 id="daily">{unit === "cost" ? "Dollars" : "Tokens"} a day</h2>
        <Bars
          times={daily.map(one => one.time)}
          values={daily.map(one => (unit === "cost" ? one.cost : one.tokens))}
          format={unit === "cost" ? dollars : compact}
          label={`${unit === "cost" ? "Dollars" : "Tokens"} a day, the last ${days} days: ${unit === "cost" ? dollars(cost) : compact(tokens)} in all`}
        />
        <p class="dim">A session counts on the day of its last activity.</p>
      </section>
      <Ranking title="By project" sums={projects} unit={unit} short={project} />
      {models.length > 0 && <Ranking title="By model" sums={models} unit={unit} />}
      <WaitingTime days={days} />
    </div>
  );
}

interface RankingProps {
  title: string;
  sums: readonly Sum[];
  unit: "cost" | "tokens";
  /** What is shown of a name; the whole of it is its title. */
  short?: (name: string) => string;
}

function Ranking({ title, sums, unit, short = name => name }: RankingProps) {
  const most = Math.max(...sums.map(sum => sum[unit]), 0);
  return (
    <section class="card">
      <h2>{title}</h2>
      {sums.length === 0 ? <p class="dim">Nothing in this time.</p> : <table class="ranking">
        <thead><tr><th scope="col"><span class="hidden">Name</span></th><th scope="col">Dollars</th><th scope="col">Tokens</th></tr></thead>
        <tbody>
          {[...sums].sort((a, b) => b[unit] - a[unit]).slice(0, top).map(sum => (
            <tr key={sum.name}>
              <th scope="row"><span title={line(sum.name)}>{line(short(sum.name))}</span><span class="part" aria-hidden="true"><i style={{ width: `${(sum[unit] / (most || 1)) * 100}%` }} /></span></th>
              <td>{dollars(sum.cost)}</td>
              <td>{compact(sum.tokens)}</td>
            </tr>
          ))}
        </tbody>
      </table>}
    </section>
  );
}

function sumUp(all: readonly Session[], days: number) {
  const times = lastDays(days);
  const daily = times.map(time => ({ time, cost: 0, tokens: 0 }));
  const projects = new Map<string, Sum>();
  const models = new Map<string, Sum>();
  let cost = 0;
  let tokens = 0;
  for (const session of all) {
    const slot = daily[dayOf(session.lastActive, times)];
    if (!slot) continue;
    const count = total(session.tokens);
    slot.cost += session.cost;
    slot.tokens += count;
    cost += session.cost;
    tokens += count;
    add(projects, session.directory, session.cost, count);
    if (session.model) add(models, session.model, session.cost, count);
  }
  return { daily, projects: [...projects.values()], models: [...models.values()], cost, tokens };
}

function add(sums: Map<string, Sum>, name: string, cost: number, tokens: number): void {
  const sum = sums.get(name) ?? { name, cost: 0, tokens: 0 };
  sum.cost += cost;
  sum.tokens += tokens;
  sums.set(name, sum);
}
