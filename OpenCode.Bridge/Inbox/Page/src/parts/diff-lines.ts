export type LineKind = "add" | "del" | "hunk" | "head" | "same";

export interface DiffLine {
  kind: LineKind;
  text: string;
}

/** Where a unified diff begins in a text; -1 where there is none. */
export function findDiff(text: string): number {
  const found = /^(?:diff --git |Index: |--- [^\n]*\n\+\+\+ |@@ -\d)/m.exec(text);
  return found ? found.index : -1;
}

export interface DiffHead {
  /** The one file that the diff changes. */
  file: string;
  rest: string;
}

const head = /^(?:diff --git [^\n]*\n(?:index [^\n]*\n)?|Index: ([^\n]*)\n(?:={10,}\n)?)?--- ([^\t\n]*)(?:\t[^\n]*)?\n\+\+\+ ([^\t\n]*)(?:\t[^\n]*)?\n(?=@@ )/;
const plain = (path: string): string => path.replace(/^[ab]\//, "");

/** Takes off the lines that do nothing but name one and the same file; null where they say more than that. */
export function takeHead(diff: string): DiffHead | null {
  const found = head.exec(diff);
  if (!found) return null;
  const [all, index, before, after] = found;
  const file = plain(after!);
  const same = plain(before!) === file && (index === undefined || plain(index) === file);
  const named = !all.startsWith("diff --git ") || all.startsWith(`diff --git a/${file} b/${file}\n`);
  return same && named ? { file, rest: diff.slice(all.length) } : null;
}

export function diffLines(diff: string): DiffLine[] {
  const lines = diff.split("\n");
  if (lines.at(-1) === "") lines.pop();
  let inHunk = false;
  return lines.map(text => {
    if (text.startsWith("@@")) inHunk = true;
    else if (/^(diff --git |Index: )/.test(text)) inHunk = false;
    return { kind: kindOf(text, inHunk), text };
  });
}

// Within a hunk "--- x" is a removed line that begins with "-- x": it must not pass for a header.
function kindOf(text: string, inHunk: boolean): LineKind {
  if (text.startsWith("@@")) return "hunk";
  if (!inHunk) return "head";
  if (text.startsWith("+")) return "add";
  if (text.startsWith("-")) return "del";
  return "same";
}

export function count(lines: readonly DiffLine[]): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const { kind } of lines) {
    if (kind === "add") added++;
    else if (kind === "del") removed++;
  }
  return { added, removed };
}
