import { useMemo, useState } from "preact/hooks";
import { Ago } from "../parts/ago";
import { plural } from "../parts/numbers";
import { line } from "../parts/visible";
import { ApiError, post } from "../state/api";
import { keysOn, toggleKeys } from "../state/keys";
import { connection } from "../state/live";
import { alerts, status } from "../state/store";

interface Outcome {
  channel: string;
  ok: boolean;
  detail: string;
}

const names: Record<string, string> = { ntfy: "ntfy", discord: "Discord", webhook: "Webhook", webpush: "This browser" };

export function Channels() {
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const channels = status.value?.channels ?? [];
  const live = connection.value === "live";
  const test = async () => {
    setBusy(true);
    setProblem("");
    try {
      setOutcomes((await post<{ channels: Outcome[] }>("api/test", {})).channels);
    } catch (failure) {
      setProblem(failure instanceof ApiError ? failure.message : "It did not work.");
    }
    setBusy(false);
  };
  return (
    <div class="column">
      <h1>Channels</h1>
      {channels.length === 0 && status.value && (
        <div class="card note">
          <h2>No channel yet</h2>
          <p>Alerts are shown here and nowhere else. Set <code>NTFY_TOPIC</code>, <code>DISCORD_WEBHOOK_URL</code> or <code>WEBHOOK_URL</code> for the bridge, and they reach your phone.</p>
        </div>
      )}
      <div class="stack">
        {channels.map(channel => <ChannelCard key={channel.name} name={channel.name} outcome={outcomes.find(one => one.channel === channel.name)} />)}
      </div>
      {channels.length > 0 && <button type="button" class="primary wide" disabled={busy || !live} onClick={test}>{busy ? "Sending …" : "Send a test"}</button>}
      {problem && <p class="problem" role="alert">{line(problem)}</p>}
      <h2 class="section">Servers</h2>
      <ul class="rows plain">
        {(status.value?.servers ?? []).map(server => (
          <li key={server.name} class="row">
            <span class="what"><strong>{line(server.name)}</strong></span>
            <span class={`mark ${server.connected ? "good" : "bad"}`}><i aria-hidden="true" />{server.connected ? "connected" : server.problem ?? "not connected yet"}</span>
          </li>
        ))}
      </ul>
      <h2 class="section">This page</h2>
      <label class="switch">
        <input type="checkbox" checked={keysOn.value} onChange={toggleKeys} />
        <span>Keys: <kbd>j</kbd> <kbd>k</kbd> go on and back, <kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd> decide</span>
      </label>
      {status.value && <p class="dim">Signed in as {line(status.value.user)}.</p>}
    </div>
  );
}

function ChannelCard({ name, outcome }: { name: string; outcome?: Outcome }) {
  const known = alerts.value;
  const { sent, waits, last } = useMemo(() => {
    const own = [...known.values()].flatMap(alert => alert.deliveries.filter(one => one.channel === name).map(one => ({ ...one, at: alert.createdAt })));
    return {
      sent: own.filter(one => one.state === "sent").length,
      waits: own.filter(one => one.state === "pending" || one.state === "leased").length,
      last: own.filter(one => one.lastError).sort((a, b) => (a.at < b.at ? 1 : -1))[0],
    };
  }, [known, name]);
  return (
    <article class="card channel" data-step tabIndex={-1}>
      <header>
        <h2>{names[name] ?? line(name)}</h2>
        <span class={`mark ${last && last.state !== "sent" ? "bad" : "good"}`}><i aria-hidden="true" />{last && last.state !== "sent" ? "in trouble" : "set up"}</span>
      </header>
      <p class="dim">{plural(sent, "alert")} sent{waits > 0 && `, ${waits} waiting`}</p>
      {last && <p class="problem">Last error, <Ago time={last.at} />: {line(last.lastError!)}</p>}
      {outcome && <p class={outcome.ok ? "good-words" : "problem"} role="status">Test: {line(outcome.detail)}</p>}
    </article>
  );
}
