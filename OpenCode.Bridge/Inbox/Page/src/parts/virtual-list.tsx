import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

interface Props<T> {
  items: readonly T[];
  keyOf: (item: T) => string;
  /** Of a row, in rem: with a person's own text size the rows grow. */
  height: number;
  label: string;
  children: (item: T) => ComponentChildren;
}

const beyond = 6;

/** Draws the rows in sight and a few more, whatever the number of items; scrolls with its nearest scrolling ancestor. */
export function VirtualList<T>({ items, keyOf, height, label, children }: Props<T>) {
  const list = useRef<HTMLUListElement>(null);
  const [range, setRange] = useState<readonly [number, number]>([0, 30]);
  const row = height * parseFloat(getComputedStyle(document.documentElement).fontSize);
  useLayoutEffect(() => {
    const measure = () => {
      const node = list.current;
      if (!node) return;
      const above = -node.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor(above / row) - beyond);
      const to = Math.max(0, Math.ceil((above + innerHeight) / row) + beyond);
      setRange(old => (old[0] === from && old[1] === to ? old : [from, to]));
    };
    measure();
    // Capturing: the scroll of whichever ancestor scrolls.
    addEventListener("scroll", measure, { passive: true, capture: true });
    addEventListener("resize", measure);
    return () => {
      removeEventListener("scroll", measure, { capture: true });
      removeEventListener("resize", measure);
    };
  }, [row, items.length]);
  const [from, to] = range;
  return (
    <ul ref={list} class="rows virtual" aria-label={label} style={{ height: `${items.length * row}px` }}>
      {items.slice(from, to).map((item, index) => (
        <li key={keyOf(item)} style={{ top: `${(from + index) * row}px`, height: `${row}px` }} aria-setsize={items.length} aria-posinset={from + index + 1}>
          {children(item)}
        </li>
      ))}
    </ul>
  );
}
