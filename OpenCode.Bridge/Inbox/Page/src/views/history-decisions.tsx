import { useMemo, useState } from "preact/hooks";
import { Ago } from "../parts/ago";
import { Code } from "../parts/code";
import { plural } from "../parts/numbers";
import { Origin } from "../parts/origin";
import { heading } from "../parts/request-card";
import { line, visible } from "../parts/visible";
import { duration } from "../state/clock";
import { useAllAlerts, useAudit, wordsOf } from "../state/history";
import type { Alert, AuditEntry, AuditResult, Verdict } from "../state/types";

const did: Record<Verdict, string> = { once: "Allowed once", always: "Always allowed", reject: "Denied", answer: "Answered" };
const tried: Record<Verdict, string> = { once: "Tried to allow once", always: "Tried to always allow", reject: "Tried to deny", answer: "Tried to answer" };

const won = (entry: AuditEntry): boolean => entry.result === "taken" || entry.result === "stored";
const words = (entry: AuditEntry): string => (won(entry) ? did : tried)[entry.decision];

type Filter = "all" | "won" | "lost" | "nobody";

const filters: readonly [Filter, string, (entry: AuditEntry) => boolean][] = [
  ["all", "All", () => true],
  ["won", "Took effect", won],
  ["lost", "Did not", entry => !won(entry)],
  ["nobody", "Ran out", entry => entry.from === "expiry"],
];

const page = 50;

const ways: Record<AuditEntry["from"], string> = {
  inbox: "in the inbox",
  token: "by a message's button",
  ntfy: "through the reply topic",
  expiry: "nobody decided in time",
};

const results: Record<AuditResult, [text: string, tone: string]> = {
  taken: ["took effect", "good"],
  stored: ["on its way to the server", "busy"],
  gone: ["the server waited no more", "quiet"],
  overtaken: ["the server had an answer already", "quiet"],
  rejected: ["the server refused it", "bad"],
  late: ["too late", "quiet"],
};

/** The audit: each try to decide, of whomever, and what came of it. */
export function HistoryDecisions() {
  const entries = useAudit();
  const alerts = useAllAlerts();
  const [search, setSearch] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const [shown, setShown] = useState(page);
  const byId = useMemo(() => new Map((alerts ?? []).map(alert => [alert.id, alert])), [alerts]);
  const found = useMemo(() => {
    const fits = filters.find(([name]) => name === filter)![2];
    const sought = wordsOf(search);
    return (entries ?? []).filter(entry => fits(entry) && sought.every(word => searched(entry, byId.get(entry.alertId)).includes(word)));
  }, [entries, byId, filter, search]);
  return (
    <>
      <label class="search">
        <span class="hidden">Search decisions</span>
        <input type="search" placeholder="Who, from where, command, message" value={search} onInput={event => { setSearch(event.currentTarget.value); setShown(page); }} />
      </label>
      <div class="chips" role="group" aria-label="Show">
        {filters.map(([name, label]) => (
          <button key={name} type="button" class="chip" aria-pressed={filter === name} onClick={() => { setFilter(name); setShown(page); }}>{label}</button>
        ))}
      </div>
      <p class="count" role="status">{entries === null ? "Loading …" : plural(found.length, "decision")}</p>
      {entries !== null && found.length === 0 && <p class="empty">{entries.length === 0 ? "Nobody has decided anything yet." : "None is like that."}</p>}
      <div class="stack tight">
        {found.slice(0, shown).map(entry => <Entry key={`${entry.at} ${entry.alertId}`} entry={entry} alert={byId.get(entry.alertId)} />)}
      </div>
      {found.length > shown && <button type="button" class="more wide" onClick={() => setShown(shown + page)}>Show more</button>}
    </>
  );
}

function searched(entry: AuditEntry, alert?: Alert): string {
  return `${entry.by} ${ways[entry.from]} ${entry.remote ?? ""} ${words(entry)} ${entry.message ?? ""} ${results[entry.result][0]} ${alert?.title ?? ""} ${alert?.text ?? ""} ${alert?.directory ?? ""}`.toLowerCase();
}

function Entry({ entry, alert }: { entry: AuditEntry; alert?: Alert }) {
  const [open, setOpen] = useState(false);
  const [result, tone] = results[entry.result];
  return (
    <details class="entry" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary data-step>
        <span class="line">
          <strong>{words(entry)}{entry.from !== "expiry" && ` by ${line(entry.by)}`}</strong>
          <span class={`mark ${tone}`}><i aria-hidden="true" />{result}</span>
        </span>
        <span class="line">
          <span class="where">{alert ? line(alert.text.slice(0, 300)) : "An alert that is forgotten"}</span>
          <span class="figures"><Ago time={entry.at} /></span>
        </span>
      </summary>
      {open && (
        <div class="entry-body">
          {alert && <Origin alert={alert} />}
          {alert && <Code text={alert.text} label="What was asked" />}
          <Facts entry={entry} alert={alert} />
        </div>
      )}
    </details>
  );
}

function Facts({ entry, alert }: { entry: AuditEntry; alert?: Alert }) {
  const waited = entry.askedAt ? duration(new Date(entry.at).getTime() - new Date(entry.askedAt).getTime()) : null;
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ["Asked for", alert && heading(alert)],
    ["When", new Date(entry.at).toLocaleString()],
    ["After", waited],
    ["Who", line(entry.by)],
    ["How", ways[entry.from]],
    ["From", entry.remote && line(entry.remote)],
    [entry.decision === "answer" ? "Answer" : "Message", entry.message && visible(entry.message)],
    ["Result", results[entry.result][0]],
  ];
  return (
    <table>
      <caption class="hidden">The decision</caption>
      <tbody>{facts.filter(([, value]) => value).map(([name, value]) => <tr key={name}><th scope="row">{name}</th><td>{value}</td></tr>)}</tbody>
    </table>
  );
}
