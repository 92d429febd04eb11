import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Lasting } from "./ago";
import { Code } from "./code";
import { CheckIcon, CloseIcon } from "./icons";
import { Origin } from "./origin";
import { QuestionForm } from "./question-form";
import { line, visible } from "./visible";
import { decide, dismiss, endings, hindrance, problems, underWay, verdict } from "../state/decide";
import { href, route } from "../state/route";
import type { Alert, Verdict } from "../state/types";

const wants: Record<string, string> = {
  bash: "Run a command",
  edit: "Change a file",
  read: "Read a file",
  webfetch: "Fetch a web page",
  websearch: "Search the web",
  external_directory: "Leave its directory",
  doom_loop: "Go on repeating itself",
  task: "Start a sub-agent",
};

export function heading(alert: Alert): string {
  if (alert.kind === "question") return line(alert.options?.[0]?.header ?? "") || "Question";
  if (alert.kind === "permission") return wants[alert.permission ?? ""] ?? `Use ${line(alert.permission ?? "a tool")}`;
  return { complete: "Finished", error: "Failed", stalled: "Stalled", unreachable: "Server unreachable" }[alert.kind];
}

/** One open request, or how it ended: the card stays where it is and says so. */
export function RequestCard({ alert, inSession = false }: { alert: Alert; inSession?: boolean }) {
  const card = useRef<HTMLElement>(null);
  const ending = endings.value.get(alert.id) ?? (alert.state === "open" ? undefined : { alert, ...verdict(alert) });
  const problem = problems.value.get(alert.id);
  const times = (alert.requestIds?.length ?? 1) > 1 ? ` · asked ${alert.requestIds!.length} times` : "";
  const asked = route.value.id === alert.id;
  useEffect(() => {
    if (asked) card.current?.focus();
  }, [asked]);
  return (
    <article ref={card} class={`card request ${ending ? `over ${ending.tone}` : ""}`} tabIndex={-1} data-step aria-labelledby={`h-${alert.id}`}>
      <header>
        <h2 id={`h-${alert.id}`}>{heading(alert)}</h2>
        <span class="age">{ending ? null : <>waits <Lasting from={alert.createdAt} /></>}{times}</span>
      </header>
      {!inSession && <Origin alert={alert} />}
      {alert.kind === "permission" && <Code text={alert.text} label="What is asked" />}
      {ending && alert.kind !== "permission" && <p>{visible(alert.text)}</p>}
      {ending ? null : alert.kind === "question" ? <QuestionForm alert={alert} /> : <PermissionForm alert={alert} />}
      {problem && <p class="problem" role="alert">{line(problem)}</p>}
      {ending && (
        <p class="ending" role="status">
          {ending.tone === "good" ? <CheckIcon /> : <CloseIcon />}
          <strong>{line(ending.text)}</strong>
          <button type="button" onClick={() => {
            dismiss(alert.id);
            if (asked) location.hash = href("now");
          }}>Dismiss</button>
        </p>
      )}
    </article>
  );
}

function PermissionForm({ alert }: { alert: Alert }) {
  const [writes, setWrites] = useState(false);
  const [message, setMessage] = useState("");
  const rules = alert.options?.[0]?.choices.find(choice => choice.label === "always")?.description;
  const send = (decision: Verdict) => decide(alert, { decision, ...(message.trim() && { message: message.trim() }) });
  return (
    <>
      {writes && (
        <label class="field">
          <span>Message to the model</span>
          <textarea rows={2} value={message} onInput={event => setMessage(event.currentTarget.value)} ref={node => { if (node && !message) node.focus(); }} />
        </label>
      )}
      <div class="verdicts">
        <Decide alert={alert} verdict="once" digit={1} act={() => send("once")} primary>Once</Decide>
        <Decide alert={alert} verdict="always" digit={2} act={() => send("always")}>Always</Decide>
        <Decide alert={alert} verdict="reject" digit={3} act={() => send("reject")} deny>Deny</Decide>
      </div>
      <p class="aside">
        {rules && <span>Always allows <code>{line(rules)}</code></span>}
        {!writes && <button type="button" class="link" onClick={() => setWrites(true)}>Add a message</button>}
      </p>
      <Hindered server={alert.server} />
    </>
  );
}

interface DecideProps {
  alert: Alert;
  verdict: Verdict;
  digit?: number;
  act: () => void;
  primary?: boolean;
  deny?: boolean;
  children: ComponentChildren;
}

/** A button that can be pressed when, and only when, the decision will arrive. */
export function Decide({ alert, verdict: wanted, digit, act, primary, deny, children }: DecideProps) {
  const sending = underWay.value.get(alert.id);
  return (
    <button
      type="button"
      class={`decide ${primary ? "primary" : deny ? "deny" : ""} ${sending === wanted ? "sending" : ""}`}
      disabled={hindrance(alert.server) !== null || sending !== undefined}
      data-key={digit}
      onClick={event => {
        // Pressed by a key, it would take the focus along when it goes.
        if (event.detail === 0) event.currentTarget.closest<HTMLElement>("[data-step]")?.focus({ preventScroll: true });
        act();
      }}
    >
      <span class="words">{children}</span>
      {digit && <kbd aria-hidden="true">{digit}</kbd>}
    </button>
  );
}

export function Hindered({ server }: { server: string }) {
  const why = hindrance(server);
  return why ? <p class="hindered">{why}: nothing can be decided now.</p> : null;
}
