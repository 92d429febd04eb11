import { useMemo, useState } from "preact/hooks";
import { SessionDetail } from "./session-detail";
import { NewSession } from "./new-session";
import { PlusIcon } from "../parts/icons";
import { plural } from "../parts/numbers";
import { SessionRow } from "../parts/session-row";
import { VirtualList } from "../parts/virtual-list";
import { href, route } from "../state/route";
import { sessionList } from "../state/store";
import type { Session, SessionState } from "../state/types";

type Filter = "all" | SessionState;

const filters: readonly [Filter, string][] = [["all", "All"], ["waiting", "Waiting"], ["busy", "Working"], ["retry", "Retrying"], ["idle", "Idle"]];

interface Row {
  session: Session;
  nested: boolean;
}

/** The list, and beside it, or on a phone instead of it, one session. */
export function Sessions() {
  const id = route.value.id;
  return (
    <div class={`panes ${id ? "open" : ""}`}>
      <SessionList />
      {id === "new" ? <NewSession /> : id ? <SessionDetail key={id} id={id} /> : <p class="choose">Choose a session.</p>}
    </div>
  );
}

function SessionList() {
  const [search, setSearch] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const all = sessionList.value;
  const rows = useMemo(() => arrange(all ?? [], search, filter), [all, search, filter]);
  return (
    <div class="list-pane">
      <div class="list-head">
        <h1>Sessions</h1>
        <a class="button" href={href("sessions", "new")}><PlusIcon />New</a>
      </div>
      <label class="search">
        <span class="hidden">Search sessions</span>
        <input type="search" placeholder="Title or directory" value={search} onInput={event => setSearch(event.currentTarget.value)} />
      </label>
      <div class="chips" role="group" aria-label="Show">
        {filters.map(([name, label]) => (
          <button key={name} type="button" class="chip" aria-pressed={filter === name} onClick={() => setFilter(name)}>{label}</button>
        ))}
      </div>
      <p class="count" role="status">{all === null ? "Loading …" : plural(rows.length, "session")}</p>
      {all !== null && rows.length === 0 && <p class="empty">{all.length === 0 ? "There is no session yet." : "None is like that."}</p>}
      <VirtualList items={rows} keyOf={row => row.session.id} height={4.5} label="Sessions">
        {row => <SessionRow session={row.session} nested={row.nested} />}
      </VirtualList>
    </div>
  );
}

/** Roots by their last activity, each with its nested ones below it; a search or a filter finds both. */
function arrange(all: readonly Session[], search: string, filter: Filter): Row[] {
  const words = search.toLowerCase().split(/\s+/).filter(word => word);
  const fits = (session: Session) => (filter === "all" || session.state === filter)
    && words.every(word => session.title.toLowerCase().includes(word) || session.directory.toLowerCase().includes(word));
  const known = new Set(all.map(session => session.id));
  const children = new Map<string, Session[]>();
  for (const session of all) {
    if (session.parentId && known.has(session.parentId)) children.set(session.parentId, [...(children.get(session.parentId) ?? []), session]);
  }
  const rows: Row[] = [];
  const add = (session: Session, nested: boolean, depth: number) => {
    if (fits(session)) rows.push({ session, nested });
    // A cycle, which only a broken server could tell of, has no root and is never entered.
    if (depth < 32) for (const child of children.get(session.id) ?? []) add(child, true, depth + 1);
  };
  for (const session of all) if (!session.parentId || !known.has(session.parentId)) add(session, false, 0);
  return rows;
}
