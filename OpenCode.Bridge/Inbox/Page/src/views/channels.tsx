import { ChannelCard } from "../parts/channel-card";
import { PushCard } from "../parts/push-card";
import { line } from "../parts/visible";
import { keysOn, toggleKeys } from "../state/keys";
import { status } from "../state/store";

export function Channels() {
  const channels = status.value?.channels ?? [];
  return (
    <div class="column">
      <h1>Channels</h1>
      {channels.length === 0 && status.value && (
        <div class="card note">
          <h2>No channel yet</h2>
          <p>Alerts are shown here and nowhere else. Set <code>NTFY_TOPIC</code>, <code>DISCORD_WEBHOOK_URL</code> or <code>WEBHOOK_URL</code> for the bridge, or let this browser notify you, and they reach your phone.</p>
        </div>
      )}
      <div class="stack">{channels.map(channel => <ChannelCard key={channel.name} channel={channel} />)}</div>
      <PushCard />
      <h2 class="section">Servers</h2>
      <ul class="rows plain">
        {(status.value?.servers ?? []).map(server => (
          <li key={server.name} class="row">
            <span class="line">
              <strong>{line(server.name)}</strong>
              <span class={`mark ${server.connected ? "good" : "bad"}`}><i aria-hidden="true" />{server.connected ? "connected" : server.problem ?? "not connected yet"}</span>
            </span>
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
