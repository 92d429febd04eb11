import { useState } from "preact/hooks";
import { Ago } from "./ago";
import { Code, Diff } from "./code";
import { line, visible } from "./visible";
import type { Message, Part, ToolCall } from "../state/types";

/** The last messages, the newest at the end. */
export function Transcript({ messages, busy }: { messages: readonly Message[]; busy: boolean }) {
  return (
    <section aria-labelledby="said" class="transcript">
      <h2 id="said" class="section">Messages</h2>
      {messages.length === 0 && <p class="dim">Nothing has been said yet.</p>}
      {messages.map(message => (
        <article key={message.id} class={`message ${message.role}`} data-step tabIndex={-1}>
          <header>
            <h3>{message.role === "user" ? "You" : line(message.model?.split("/").pop() ?? "") || "Model"}</h3>
            <Ago time={message.createdAt} />
          </header>
          {message.parts.map((part, index) => <PartView key={index} part={part} />)}
          {message.failure && <p class="problem">Failed: {line(message.failure)}</p>}
        </article>
      ))}
      {busy && <p class="dim working"><i aria-hidden="true" />Working …</p>}
    </section>
  );
}

function PartView({ part }: { part: Part }) {
  switch (part.kind) {
    case "tool": return part.tool ? <Tool tool={part.tool} cut={part.cut} /> : null;
    case "reasoning": return <details class="reasoning"><summary>Thoughts</summary><Prose text={part.text} cut={part.cut} /></details>;
    case "file": return <p class="dim">Attached: {line(part.text)}</p>;
    default: return <Prose text={part.text} cut={part.cut} />;
  }
}

function Prose({ text, cut }: { text: string; cut: boolean }) {
  return <p class="prose">{visible(text)}{cut && <em class="dim"> … and more than is shown here.</em>}</p>;
}

function Tool({ tool, cut }: { tool: ToolCall; cut: boolean }) {
  const [open, setOpen] = useState(false);
  const what = line(tool.title ?? "") || line(tool.input ?? "").slice(0, 200);
  return (
    <details class={`tool ${tool.state}`} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary><span class="name">{line(tool.name)}</span> <span class="gist">{what}</span>{tool.state !== "completed" && <span class={`mark ${tool.state}`}>{line(tool.state)}</span>}</summary>
      {open && (
        <>
          {tool.input && <Code text={tool.input} label="Input" />}
          {tool.diff ? <Diff text={tool.diff} /> : tool.output && <Code text={tool.output} label="Output" />}
          {cut && <p class="dim">More than is shown here.</p>}
        </>
      )}
    </details>
  );
}
