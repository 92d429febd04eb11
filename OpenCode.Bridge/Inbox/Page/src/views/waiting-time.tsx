import { useMemo } from "preact/hooks";
import { Bars } from "../parts/bars";
import { DayTable } from "../parts/day-table";
import { span } from "../parts/numbers";
import { duration } from "../state/clock";
import { dayOf, lastDays } from "../state/days";
import { useAudit } from "../state/history";
import type { AuditEntry } from "../state/types";

// Seconds, minutes and hours, in milliseconds: tens of them would be crooked times.
const steps = [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 43200, 86400].map(seconds => seconds * 1000);

/** How long the models waited for a person: from the question to the decision that won. */
export function WaitingTime({ days }: { days: number }) {
  const entries = useAudit();
  const { times, daily, all } = useMemo(() => sumUp(entries ?? [], days), [entries, days]);
  if (entries === null) return null;
  return (
    <section class="card chart" aria-labelledby="waits">
      <h2 id="waits">Waiting for a decision</h2>
      {all.length === 0
        ? <p class="dim">Nobody decided anything in this time.</p>
        : (
          <>
            <table class="figures-table">
              <caption class="hidden">How long decisions took, the last {days} days</caption>
              <tbody>
                <tr><th scope="row">Median</th><td>{duration(median(all))}</td></tr>
                <tr><th scope="row">Worst</th><td>{duration(all[all.length - 1]!)}</td></tr>
                <tr><th scope="row">Decisions</th><td>{all.length.toLocaleString()}</td></tr>
              </tbody>
            </table>
            <Bars times={times} values={daily} format={span} steps={steps} label={`Median wait a day, the last ${days} days; over all ${duration(median(all))}`} />
            <DayTable times={times} values={daily} format={duration} />
            <p class="dim">The median of each day. What was answered at the server itself, or by nobody, is left out.</p>
          </>
        )}
    </section>
  );
}

function sumUp(entries: readonly AuditEntry[], days: number) {
  const times = lastDays(days);
  const byDay: number[][] = times.map(() => []);
  for (const entry of entries) {
    if (entry.from === "expiry" || !entry.askedAt || (entry.result !== "taken" && entry.result !== "stored")) continue;
    byDay[dayOf(entry.at, times)]?.push(Math.max(0, new Date(entry.at).getTime() - new Date(entry.askedAt).getTime()));
  }
  const daily = byDay.map(one => median(one.sort(ascending)));
  return { times, daily, all: byDay.flat().sort(ascending) };
}

const ascending = (a: number, b: number): number => a - b;

/** Of sorted numbers; 0 of none. */
function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length === 0 ? 0 : sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
