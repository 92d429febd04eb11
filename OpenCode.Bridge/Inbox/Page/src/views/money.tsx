import { useMemo, useState } from "preact/hooks";
import { Bars } from "../parts/bars";
import { DayTable } from "../parts/day-table";
import { compact, dollars } from "../parts/numbers";
import { project } from "../parts/origin";
import { line } from "../parts/visible";
import { spending, useUsage, type Sum } from "../state/spending";
import { sessionList } from "../state/store";
import { WaitingTime } from "./waiting-time";

const spans = [7, 30, 90] as const;
const top = 8;

export function Money() {
  const [days, setDays] = useState<number>(30);
  const [unit, setUnit] = useState<"cost" | "tokens">("cost");
  const all = sessionList.value;
  const usage = useUsage();
  const { times, daily, projects, models, cost, tokens } = useMemo(() => spending(all ?? [], usage, days), [all, usage, days]);
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
          times={times}
          values={daily.map(one => one[unit])}
          format={unit === "cost" ? dollars : compact}
          label={`${unit === "cost" ? "Dollars" : "Tokens"} a day, the last ${days} days: ${unit === "cost" ? dollars(cost) : compact(tokens)} in all`}
        />
        <DayTable times={times} values={daily.map(one => one[unit])} format={unit === "cost" ? dollars : compact} />
        <p class="dim">What a session used while the bridge did not count is shown on the day of its last activity.</p>
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
