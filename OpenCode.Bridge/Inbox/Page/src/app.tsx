import { useEffect } from "preact/hooks";
import { ChannelsIcon, HistoryIcon, InboxIcon, MoneyIcon, SessionsIcon } from "./parts/icons";
import { plural } from "./parts/numbers";
import { line } from "./parts/visible";
import { duration, now } from "./state/clock";
import { connect, connection, lastSeen, skew } from "./state/live";
import { href, route, type View } from "./state/route";
import { status, troubles, waiting } from "./state/store";
import { Channels } from "./views/channels";
import { History } from "./views/history";
import { Money } from "./views/money";
import { Now } from "./views/now";
import { Sessions } from "./views/sessions";

const views: readonly [View, string, () => preact.JSX.Element, () => preact.JSX.Element][] = [
  ["now", "Now", InboxIcon, Now],
  ["sessions", "Sessions", SessionsIcon, Sessions],
  ["history", "History", HistoryIcon, History],
  ["money", "Money", MoneyIcon, Money],
  ["channels", "Channels", ChannelsIcon, Channels],
];

export function App() {
  const view = route.value.view;
  const open = waiting.value.length;
  const name = views.find(([id]) => id === view)![1];
  const Current = views.find(([id]) => id === view)![3];
  useEffect(() => {
    document.title = `${open > 0 ? `(${open}) ` : ""}${view === "now" ? "" : `${name} · `}OpenCode inbox`;
  }, [open, view, name]);
  return (
    <>
      <a class="skip" href="#main" onClick={event => { event.preventDefault(); document.getElementById("main")?.focus(); }}>To the content</a>
      <nav aria-label="Views">
        <p class="brand" aria-hidden="true"><img src="icon.svg" alt="" width="28" height="28" />Inbox</p>
        <ul>
          {views.map(([id, label, Icon]) => (
            <li key={id}>
              <a href={href(id)} aria-current={id === view ? "page" : undefined}>
                <Icon />
                <span>{label}</span>
                {id === "now" && open > 0 && <span class="badge"><span aria-hidden="true">{open}</span><span class="hidden">, {plural(open, "open request")}</span></span>}
              </a>
            </li>
          ))}
        </ul>
        <Pulse />
      </nav>
      <main id="main" tabIndex={-1}>
        <Banner />
        <Current />
      </main>
      <p class="hidden" role="status">{connection.value === "live" ? (open > 0 ? `${plural(open, "request waits", "requests wait")} for you` : "") : ""}</p>
    </>
  );
}

const seenAgo = () => (lastSeen.value === null ? null : duration(now.value - skew.value - lastSeen.value));

/** Always there: whether what is shown is true now. */
function Pulse() {
  const live = connection.value === "live";
  return (
    <p class={`pulse ${connection.value}`}>
      <i aria-hidden="true" />
      {live ? "Live" : connection.value === "connecting" ? "Connecting" : "Offline"}
    </p>
  );
}

function Banner() {
  const ago = seenAgo();
  if (connection.value === "refused") {
    return <p class="banner" role="alert">The bridge asks for the password again. <a href="./" onClick={event => { event.preventDefault(); location.reload(); }}>Sign in</a></p>;
  }
  if (connection.value === "lost") {
    return (
      <div class="banner">
        <p><strong role="alert">The bridge cannot be reached.</strong> {ago && <>Last seen {ago} ago: what is shown here may be out of date.</>}</p>
        <button type="button" onClick={connect}>Try now</button>
      </div>
    );
  }
  // Where the trouble has a card of its own that says the same, and since when, it is not said twice.
  const told = route.value.view === "now" ? troubles.value.filter(alert => alert.kind === "unreachable").map(alert => alert.server) : [];
  const away = (status.value?.servers ?? []).filter(server => !server.connected && !told.includes(server.name));
  return (
    <>
      {away.map(server => <p key={server.name} class="banner mild" role="status"><strong>{line(server.name)}</strong> {server.problem ?? "is not connected yet"}. What waits there may be out of date.</p>)}
    </>
  );
}
