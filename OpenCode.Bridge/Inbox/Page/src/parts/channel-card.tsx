import { useState } from "preact/hooks";
import { Ago } from "./ago";
import { plural } from "./numbers";
import { line } from "./visible";
import { ApiError, post } from "../state/api";
import { duration, now } from "../state/clock";
import { connection } from "../state/live";
import type { Channel } from "../state/types";

interface Outcome {
  channel: string;
  ok: boolean;
  detail: string;
}

const names: Record<string, string> = { ntfy: "ntfy", discord: "Discord", webhook: "Webhook", webpush: "Browsers" };

const marks: Record<Channel["state"], [text: string, tone: string]> = {
  working: ["working", "good"],
  retrying: ["retrying", "retry"],
  parked: ["refused the last message", "bad"],
  unused: ["not used yet", "idle"],
  unknown: ["unknown", "quiet"],
};

/** How a channel fares, and a button that tries it. */
export function ChannelCard({ channel }: { channel: Channel }) {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [text, tone] = marks[channel.state];
  const left = channel.retryAt ? new Date(channel.retryAt).getTime() - now.value : 0;
  const name = names[channel.name] ?? line(channel.name);
  const test = async () => {
    setBusy(true);
    setOutcome(null);
    try {
      setOutcome((await post<{ channels: Outcome[] }>("api/test", { channel: channel.name })).channels[0] ?? null);
    } catch (failure) {
      setOutcome({ channel: channel.name, ok: false, detail: failure instanceof ApiError ? failure.message : "it did not work" });
    }
    setBusy(false);
  };
  return (
    <article class="card channel" data-step tabIndex={-1} aria-labelledby={`channel-${channel.name}`}>
      <header>
        <h2 id={`channel-${channel.name}`}>{name}</h2>
        <span class={`mark ${tone}`}><i aria-hidden="true" />{text}{left > 0 && ` in ${duration(left)}`}</span>
      </header>
      <p class="dim">{channel.lastSuccess ? <>Last message went through <Ago time={channel.lastSuccess} /></> : "No message went through yet"}</p>
      {channel.waiting > 0 && <p class="dim">{plural(channel.waiting, "message")} waiting</p>}
      {channel.parked > 0 && <p class="dim">{plural(channel.parked, "message")} refused and not tried again</p>}
      {channel.lastError && channel.lastErrorAt && (
        <p class={channel.state === "working" ? "dim" : "problem"}>Last error, <Ago time={channel.lastErrorAt} />: {line(channel.lastError)}</p>
      )}
      <div class="test">
        <button type="button" disabled={busy || connection.value !== "live"} onClick={test}>{busy ? "Sending …" : "Send a test"}<span class="hidden"> through {name}</span></button>
        <span role="status">{outcome && <span class={outcome.ok ? "good-words" : "problem"}>{outcome.ok ? "The test was accepted." : `The test failed: ${line(outcome.detail)}`}</span>}</span>
      </div>
    </article>
  );
}
