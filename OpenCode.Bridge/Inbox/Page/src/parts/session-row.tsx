import { Ago } from "./ago";
import { compact, dollars, plural } from "./numbers";
import { project } from "./origin";
import { StateMark } from "./state-mark";
import { line } from "./visible";
import { duration } from "../state/clock";
import { href, route } from "../state/route";
import { total } from "../state/spending";
import { status } from "../state/store";
import type { Session } from "../state/types";

/** From its first sign of life to its last; null for what is hardly a time. */
export function lasted(session: Session): string | null {
  const span = session.createdAt ? new Date(session.lastActive).getTime() - new Date(session.createdAt).getTime() : 0;
  return span > 1000 ? duration(span) : null;
}

export function SessionRow({ session, nested = false }: { session: Session; nested?: boolean }) {
  const several = (status.value?.servers.length ?? 1) > 1;
  const span = lasted(session);
  const current = route.value.view === "sessions" && route.value.id === session.id;
  return (
    <a class={`row ${nested ? "nested" : ""}`} href={href("sessions", session.id)} data-step aria-current={current ? "true" : undefined}>
      <span class="line">
        <strong>{line(session.title) || "Untitled session"}</strong>
        <StateMark session={session} />
      </span>
      <span class="line">
        <span class="where" title={line(session.directory)}>{line(project(session.directory))}{several && ` · ${line(session.server)}`}{span && ` · ${span} long`}</span>
        <span class="figures">
          {total(session.tokens) > 0 && <span title={plural(total(session.tokens), "token")}>{compact(total(session.tokens))}</span>}
          {session.cost > 0 && <span>{dollars(session.cost)}</span>}
          <Ago time={session.lastActive} />
        </span>
      </span>
    </a>
  );
}
