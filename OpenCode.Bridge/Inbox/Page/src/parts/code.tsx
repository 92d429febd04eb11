import { useMemo, useState } from "preact/hooks";
import { count, diffLines, findDiff, takeHead } from "./diff-lines";
import { visible } from "./visible";

const firstLines = 60;
const moreLines = 1000;
const lineLimit = 2000;

/** A command, a path, a diff: as text, whatever is in it, and whole, a piece at a time where it is long. */
export function Code({ text, label }: { text: string; label: string }) {
  const start = useMemo(() => findDiff(text), [text]);
  if (start < 0) return <Lines text={text} label={label} />;
  const diff = text.slice(start);
  const intro = without(text.slice(0, start), takeHead(diff)?.file);
  return (
    <>
      {intro && <Lines text={intro} label={label} />}
      <Diff text={diff} />
    </>
  );
}

/** What stands before a diff, less the lines that name its file: the diff's own head names it in full. */
function without(intro: string, file: string | undefined): string {
  const names = (one: string) => file !== undefined && (one === file || (one.startsWith("edit ") && file.endsWith(`/${one.slice(5)}`)));
  return intro.split("\n").filter(one => one.trim() && !names(one)).join("\n");
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
  const { file, lines } = useMemo(() => {
    const seen = visible(text);
    const head = takeHead(seen);
    return { file: head?.file ?? "Changes", lines: diffLines(head?.rest ?? seen) };
  }, [text]);
  const { added, removed } = useMemo(() => count(lines), [lines]);
  const [shown, more] = usePieces(lines.length);
  return (
    <figure class="code diff">
      <figcaption>
        <span class="file">{file}</span> <span class="add">+{added}</span> <span class="del">−{removed}</span>
      </figcaption>
      <pre tabIndex={0} role="group" aria-label={`Diff of ${file}, ${added} lines added, ${removed} removed`}>
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
