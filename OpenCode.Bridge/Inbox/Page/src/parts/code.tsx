import { useMemo, useState } from "preact/hooks";
import { count, diffLines, findDiff } from "./diff-lines";
import { visible } from "./visible";

const firstLines = 60;
const moreLines = 1000;
const lineLimit = 2000;

/** A command, a path, a diff: as text, whatever is in it, and whole, a piece at a time where it is long. */
export function Code({ text, label }: { text: string; label: string }) {
  const start = useMemo(() => findDiff(text), [text]);
  if (start < 0) return <Lines text={text} label={label} />;
  const intro = text.slice(0, start).trim();
  return (
    <>
      {intro && <Lines text={intro} label={label} />}
      <Diff text={text.slice(start)} />
    </>
  );
}

function Lines({ text, label }: { text: string; label: string }) {
  const lines = useMemo(() => visible(text).split("\n"), [text]);
  const [shown, more] = usePieces(lines.length);
  return (
    <figure class="code" aria-label={label}>
      <pre tabIndex={0} role="group" aria-label={label}>
        <code>{lines.slice(0, shown).map((one, index) => <Line key={index} text={`${one}\n`} />)}</code>
      </pre>
      {more}
    </figure>
  );
}

export function Diff({ text }: { text: string }) {
  const lines = useMemo(() => diffLines(visible(text)), [text]);
  const { added, removed } = useMemo(() => count(lines), [lines]);
  const [shown, more] = usePieces(lines.length);
  return (
    <figure class="code diff">
      <figcaption>
        Changes: <span class="add">+{added}</span> <span class="del">−{removed}</span>
      </figcaption>
      <pre tabIndex={0} role="group" aria-label={`Diff, ${added} lines added, ${removed} removed`}>
        <code>{lines.slice(0, shown).map(({ kind, text: one }, index) => <span key={index} class={kind}><Line text={`${one || " "}\n`} /></span>)}</code>
      </pre>
      {more}
    </figure>
  );
}

/** One line, the rest of a very long one on demand: a browser takes seconds to lay out a line of a megabyte. */
function Line({ text }: { text: string }) {
  const [limit, setLimit] = useState(lineLimit);
  if (text.length <= limit) return <>{text}</>;
  return (
    <>
      {text.slice(0, limit)}
      <button type="button" class="more-inline" onClick={() => setLimit(limit * 10)}>
        … {(text.length - limit).toLocaleString()} more characters
      </button>
      {"\n"}
    </>
  );
}

function usePieces(total: number) {
  const [shown, setShown] = useState(firstLines);
  const rest = total - shown;
  const more = rest > 0 && (
    <button type="button" class="more" onClick={() => setShown(shown + moreLines)}>
      Show {Math.min(rest, moreLines).toLocaleString()} more of {total.toLocaleString()} lines
    </button>
  );
  return [shown, more] as const;
}
