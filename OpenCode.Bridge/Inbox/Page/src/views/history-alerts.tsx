import { useMemo, useState } from "preact/hooks";
import { Ago } from "../parts/ago";
import { Code } from "../parts/code";
import { plural } from "../parts/numbers";
import { Origin } from "../parts/origin";
import { heading } from "../parts/request-card";
import { line, visible } from "../parts/visible";
import { verdict } from "../state/decide";
import { useAllAlerts, wordsOf } from "../state/history";
import { asks } from "../state/store";
import type { Alert } from "../state/types";

type Filter = "all" | "asked" | "finished" | "trouble";

const filters: readonly [Filter, string, readonly string[]][] = [
  ["all", "All", []],
  ["asked", "Asked", ["permission", "question"]],
  ["finished", "Finished", ["complete"]],
  ["trouble", "Trouble", ["error", "stalled", "unreachable"]],
];

const page = 50;

/** Every alert that the bridge still has, with what became of it. */
export function HistoryAlerts() {
  const all = useAllAlerts();
  const [search, setSearch] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const [shown, setShown] = useState(page);
  const found = useMemo(() => {
    const kinds = filters.find(([name]) => name === filter)![2];
    const words = wordsOf(search);
    return (all ?? []).filter(alert => (kinds.length === 0 || kinds.includes(alert.kind))
      && words.every(word => `${alert.title} ${alert.text} ${alert.directory} ${alert.decidedBy ?? ""}`.toLowerCase().includes(word)));
  }, [all, filter, search]);
  return (
    <>
      <label class="search">
        <span class="hidden">Search alerts</span>
        <input type="search" placeholder="Command, title, directory, who decided" value={search} onInput={event => { setSearch(event.currentTarget.value); setShown(page); }} />
      </label>
      <div class="chips" role="group" aria-label="Show">
        {filters.map(([name, label]) => (
          <button key={name} type="button" class="chip" aria-pressed={filter === name} onClick={() => { setFilter(name); setShown(page); }}>{label}</button>
        ))}
      </div>
      <p class="count" role="status">{all === null ? "Loading …" : plural(found.length, "alert")}</p>
      {all !== null && found.length === 0 && <p class="empty">{all.length === 0 ? "Nothing has happened yet." : "None is like that."}</p>}
      <div class="stack tight">{found.slice(0, shown).map(alert => <Entry key={alert.id} alert={alert} />)}</div>
      {found.length > shown && <button type="button" class="more wide" onClick={() => setShown(shown + page)}>Show more</button>}
    </>
  );
}

function Entry({ alert }: { alert: Alert }) {
  const [open, setOpen] = useState(false);
  const { text, tone } = verdict(alert);
  return (
    <details class="entry" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary data-step>
        <span class="line">
          <strong>{asks(alert) ? heading(alert) : line(alert.title) || heading(alert)}</strong>
          <span class={`mark ${alert.state === "open" ? "waiting" : tone}`}><i aria-hidden="true" />{line(text)}</span>
        </span>
        <span class="line">
          <span class="where">{line(alert.text.slice(0, 300))}</span>
          <span class="figures"><Ago time={alert.createdAt} /></span>
        </span>
      </summary>
      {open && (
        <div class="entry-body">
          <Origin alert={alert} />
          {asks(alert) ? <Code text={alert.text} label="What was asked" /> : <p>{visible(alert.text)}</p>}
          <Deliveries alert={alert} />
        </div>
      )}
    </details>
  );
}

function Deliveries({ alert }: { alert: Alert }) {
  if (alert.deliveries.length === 0) return <p class="dim">Not sent to any channel.</p>;
  return (
    <table>
      <caption class="hidden">Deliveries</caption>
      <thead><tr><th scope="col">Channel</th><th scope="col">State</th><th scope="col">Attempts</th></tr></thead>
      <tbody>
        {alert.deliveries.map(delivery => (
          <tr key={delivery.channel}>
            <th scope="row">{line(delivery.channel)}</th>
            <td>{line(delivery.state)}{delivery.lastError && <div class="problem">{line(delivery.lastError)}</div>}</td>
            <td>{delivery.attempts}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
