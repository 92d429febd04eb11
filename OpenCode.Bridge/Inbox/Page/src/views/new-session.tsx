import { useMemo, useState } from "preact/hooks";
import { BackIcon } from "../parts/icons";
import { line } from "../parts/visible";
import { ApiError, post } from "../state/api";
import { hindrance } from "../state/decide";
import { href } from "../state/route";
import { sessionList, status } from "../state/store";

export function NewSession() {
  const servers = status.value?.servers ?? [];
  const [server, setServer] = useState("");
  const chosen = server || servers[0]?.name || "";
  const known = useMemo(
    () => [...new Set((sessionList.value ?? []).filter(session => session.server === chosen).map(session => session.directory))].slice(0, 50),
    [sessionList.value, chosen]);
  const [typed, setDirectory] = useState<string | null>(null);
  const directory = typed ?? known[0] ?? "";
  const [prompt, setPrompt] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const why = hindrance(chosen);
  const start = async () => {
    if (busy || why) return;
    if (!directory.trim() || !prompt.trim()) {
      setProblem(directory.trim() ? "Please say what it shall do." : "Please name the directory.");
      return;
    }
    setBusy(true);
    setProblem("");
    try {
      const made = await post<{ id: string }>("api/sessions", { server: chosen, directory: directory.trim(), prompt });
      location.hash = href("sessions", made.id);
    } catch (failure) {
      setProblem(failure instanceof ApiError && failure.status !== 0 ? failure.message : "The bridge did not answer; look at the list before you try again.");
      setBusy(false);
    }
  };
  return (
    <div class="detail-pane">
      <a class="back" href={href("sessions")}><BackIcon />Sessions</a>
      <h1>New session</h1>
      <form class="new" onSubmit={event => { event.preventDefault(); void start(); }}>
        {servers.length > 1 && (
          <label class="field">
            <span>Server</span>
            <select value={chosen} onChange={event => { setServer(event.currentTarget.value); setDirectory(null); }}>
              {servers.map(one => <option key={one.name} value={one.name}>{line(one.name)}</option>)}
            </select>
          </label>
        )}
        <label class="field">
          <span>Workspace, a directory of the server's</span>
          <input type="text" list="directories" required autocomplete="off" autocapitalize="off" spellcheck={false} value={directory} onInput={event => setDirectory(event.currentTarget.value)} />
          <datalist id="directories">{known.map(one => <option key={one} value={one} />)}</datalist>
        </label>
        <label class="field">
          <span>Task</span>
          <textarea rows={6} placeholder="What shall it do?" value={prompt} onInput={event => setPrompt(event.currentTarget.value)} />
        </label>
        {problem && <p class="problem" role="alert">{line(problem)}</p>}
        {why && <p class="hindered">{why}.</p>}
        <button type="submit" class="primary wide" disabled={busy || why !== null}>Start</button>
      </form>
    </div>
  );
}
