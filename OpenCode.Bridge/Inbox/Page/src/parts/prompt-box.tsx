import { useState } from "preact/hooks";
import { line } from "./visible";
import { ApiError, post } from "../state/api";
import { hindrance } from "../state/decide";
import type { Session } from "../state/types";

export function PromptBox({ session }: { session: Session }) {
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ text: string; bad: boolean } | null>(null);
  const why = hindrance(session.server);
  const send = async () => {
    if (!text.trim() || busy || why) return;
    setBusy(true);
    try {
      await post(`api/sessions/${encodeURIComponent(session.id)}/prompt`, { text });
      setText("");
      setTold({ text: "Sent.", bad: false });
    } catch (failure) {
      setTold({ text: failure instanceof ApiError && failure.status !== 0 ? failure.message : "The bridge did not answer; it is unknown whether this arrived.", bad: true });
    }
    setBusy(false);
  };
  return (
    <form class="prompt" onSubmit={event => { event.preventDefault(); void send(); }}>
      <label>
        <span class="section">Follow up</span>
        <textarea
          rows={3}
          placeholder="What shall it do next?"
          value={text}
          onInput={event => { setText(event.currentTarget.value); setTold(null); }}
          onKeyDown={event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send(); }}
        />
      </label>
      <div class="prompt-end">
        <span role="status" class={told?.bad ? "problem" : "dim"}>{told ? line(told.text) : why ? `${why}.` : ""}</span>
        <button type="submit" class="primary" disabled={busy || why !== null}>Send</button>
      </div>
    </form>
  );
}
