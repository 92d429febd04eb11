import { useState } from "preact/hooks";
import { visible } from "./visible";

export function Copy({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState<string | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone("Copied");
    } catch {
      // Plain http beyond this machine has no clipboard.
      setDone("Select and copy it by hand");
    }
    setTimeout(() => setDone(null), 3000);
  };
  return (
    <div class="copy">
      <pre tabIndex={0} role="group" aria-label={label}><code>{visible(text)}</code></pre>
      <button type="button" onClick={copy}>Copy</button>
      <span role="status">{done}</span>
    </div>
  );
}
