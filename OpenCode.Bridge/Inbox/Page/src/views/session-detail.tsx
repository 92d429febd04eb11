import { useEffect, useRef, useState } from "preact/hooks";
import { Ago } from "../parts/ago";
import { Copy } from "../parts/copy";
import { BackIcon } from "../parts/icons";
import { compact, dollars } from "../parts/numbers";
import { PromptBox } from "../parts/prompt-box";
import { RequestCard } from "../parts/request-card";
import { lasted } from "../parts/session-row";
import { StateMark } from "../parts/state-mark";
import { Transcript } from "../parts/transcript";
import { line, visible } from "../parts/visible";
import { ApiError, get, post } from "../state/api";
import { hindrance } from "../state/decide";
import { connection } from "../state/live";
import { href } from "../state/route";
import { total } from "../state/spending";
import { sessions, waiting } from "../state/store";
import type { Session, SessionDetail as Detail } from "../state/types";

const everyWhileBusy = 2500;

export function SessionDetail({ id }: { id: string }) {
  const session = sessions.value?.get(id);
  const [detail, setDetail] = useState<Detail | null>(null);
  const [problem, setProblem] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);
  const active = session !== undefined && session.state !== "idle";
  const live = connection.value === "live";

  useEffect(() => heading.current?.focus(), [id, session === undefined]);
  useEffect(() => {
    if (!live) return;
    let over = false;
    let next: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      try {
        const loaded = await get<Detail>(`api/sessions/${encodeURIComponent(id)}`);
        if (over) return;
        setDetail(loaded);
        setProblem("");
      } catch (failure) {
        if (!over) setProblem(failure instanceof ApiError ? failure.message : "It cannot be shown.");
      }
      if (active && !over) next = setTimeout(load, everyWhileBusy);
    };
    void load();
    return () => {
      over = true;
      clearTimeout(next);
    };
  }, [id, session?.lastActive, session?.state, active, live]);

  return (
    <div class="detail-pane">
      <a class="back" href={href("sessions")}><BackIcon />Sessions</a>
      <div class="title">
        <h1 ref={heading} tabIndex={-1}>{session ? line(session.title) || "Untitled session" : "Session"}</h1>
        {session && session.state !== "idle" && <Abort session={session} />}
      </div>
      {session ? <Facts session={session} /> : sessions.value && <p class="problem" role="alert">There is no such session any more.</p>}
      {problem && session && <p class="problem" role="alert">{line(problem)}</p>}
      {session && waiting.value.filter(alert => belongs(alert.sessionId, alert.rootSessionId, id)).map(alert => <RequestCard key={alert.id} alert={alert} inSession />)}
      {detail && detail.todos.length > 0 && (
        <section aria-labelledby="todo">
          <h2 id="todo" class="section">To do</h2>
          <ul class="todos">
            {detail.todos.map((todo, index) => (
              <li key={index} class={todo.state}><span class="hidden">{todo.state.replace("_", " ")}: </span>{visible(todo.text)}</li>
            ))}
          </ul>
        </section>
      )}
      {detail && <Transcript messages={detail.messages} busy={session?.state === "busy"} />}
      {session && <PromptBox session={session} />}
      {session && detail && (
        <section aria-labelledby="attach">
          <h2 id="attach" class="section">In a terminal</h2>
          <Copy text={detail.attach} label="Attach command" />
        </section>
      )}
    </div>
  );
}

function Facts({ session }: { session: Session }) {
  const span = lasted(session);
  return (
    <>
      <div class="facts-line">
        <StateMark session={session} />
        <span><Ago time={session.lastActive} /></span>
        {span && <span title="From its first to its last sign of life">{span} long</span>}
        <span>{compact(total(session.tokens))} tokens</span>
        <span>{dollars(session.cost)}</span>
        {session.model && <span>{line(session.model)}</span>}
      </div>
      <p class="where path">{line(session.directory)}</p>
    </>
  );
}

/** Two presses: what is stopped cannot be started again. */
function Abort({ session }: { session: Session }) {
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState("");
  const stop = async () => {
    setAsked(false);
    try {
      await post(`api/sessions/${encodeURIComponent(session.id)}/abort`, {});
      setProblem("");
    } catch (failure) {
      setProblem(failure instanceof ApiError ? failure.message : "It did not work.");
    }
  };
  const disabled = hindrance(session.server) !== null;
  return (
    <span class="abort">
      {asked
        ? <><button type="button" class="deny" disabled={disabled} onClick={stop}>Stop it now</button><button type="button" onClick={() => setAsked(false)}>Let it run</button></>
        : <button type="button" class="deny" disabled={disabled} onClick={() => setAsked(true)}>Stop</button>}
      {problem && <span class="problem" role="alert">{line(problem)}</span>}
    </span>
  );
}

/** An alert's own session or its root; a session in between shows what is asked below it too. */
function belongs(sessionId: string, rootId: string, id: string): boolean {
  if (rootId === id) return true;
  let next: string | null | undefined = sessionId;
  for (let steps = 0; next && steps < 32; steps++) {
    if (next === id) return true;
    next = sessions.value?.get(next)?.parentId;
  }
  return false;
}
