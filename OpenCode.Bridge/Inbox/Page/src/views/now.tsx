import { useComputed } from "@preact/signals";
import { Ago, Lasting } from "../parts/ago";
import { heading, RequestCard } from "../parts/request-card";
import { Origin } from "../parts/origin";
import { SessionRow } from "../parts/session-row";
import { line, visible } from "../parts/visible";
import { endings } from "../state/decide";
import { href, route } from "../state/route";
import { alerts, sessionList, status, troubles, waiting } from "../state/store";

const lately = 5;

/** What waits for a person, who has waited longest first; below it, what goes on without one. */
export function Now() {
  const cards = useComputed(() => [
    ...waiting.value,
    ...[...endings.value.values()].map(ending => ending.alert).filter(alert => alert.state !== "open"),
  ].sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1)));
  // A link of a message may lead to what is over by now, or to what nobody remembers.
  const linked = route.value.id ? alerts.value.get(route.value.id) : undefined;
  const over = linked && linked.state !== "open" && !endings.value.has(linked.id) ? linked : undefined;
  const running = useComputed(() => (sessionList.value ?? []).filter(session => !session.parentId && (session.state === "busy" || session.state === "retry")).slice(0, 20));
  const ended = useComputed(() => [...alerts.value.values()]
    .filter(alert => alert.state === "done")
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
    .slice(0, lately));
  const quiet = waiting.value.length === 0;
  return (
    <div class="column">
      <h1>Now</h1>
      {troubles.value.map(alert => (
        <article key={alert.id} class="card trouble" data-step tabIndex={-1}>
          <header><h2>{heading(alert)}</h2><span class="age">for <Lasting from={alert.createdAt} /></span></header>
          <p class="words">{visible(alert.text)}{alert.kind === "unreachable" && ". What waits there may be out of date."}</p>
          <Origin alert={alert} />
        </article>
      ))}
      <section aria-label="Open requests" class="stack">
        {route.value.id && !linked && status.value && <p class="card">What the link led to is not known here any more.</p>}
        {over && <RequestCard key={over.id} alert={over} />}
        {cards.value.map(alert => <RequestCard key={alert.id} alert={alert} />)}
      </section>
      {quiet && status.value && (
        <div class="empty">
          <p class="big">Nothing waits for you.</p>
          <p>{running.value.length > 0 ? "Your sessions are at work." : "No session is at work."}</p>
        </div>
      )}
      {running.value.length > 0 && (
        <section aria-labelledby="running">
          <h2 id="running" class="section">At work</h2>
          <ul class="rows">{running.value.map(session => <li key={session.id}><SessionRow session={session} /></li>)}</ul>
        </section>
      )}
      {ended.value.length > 0 && (
        <section aria-labelledby="lately">
          <h2 id="lately" class="section">Lately</h2>
          <ul class="rows">
            {ended.value.map(alert => (
              <li key={alert.id}>
                <a class="row" href={href("sessions", alert.rootSessionId)} data-step>
                  <span class="line"><strong>{line(alert.title) || "Untitled session"}</strong><span class={`mark ${alert.kind}`}><i aria-hidden="true" />{heading(alert).toLowerCase()}</span></span>
                  <span class="line"><span class="where">{line(alert.text)}</span><span class="figures"><Ago time={alert.createdAt} /></span></span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
