import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";

interface Props {
  /** Midnights, in milliseconds. */
  times: readonly number[];
  values: readonly number[];
  format: (value: number) => string;
  /** What may lie between two lines of the grid; powers of ten and their halves where none are given. */
  steps?: number[];
  /** What the chart shows, for who does not see it. */
  label: string;
}

const height = 180;
const halfDay = 12 * 60 * 60;

export function Bars({ times, values, format, steps, label }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const node = box.current!;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    let chart: uPlot | undefined;
    const draw = () => {
      chart?.destroy();
      chart = new uPlot(options(node, format, steps), [times.map(time => time / 1000), [...values]], node);
    };
    draw();
    const resized = new ResizeObserver(() => chart?.setSize({ width: node.clientWidth, height }));
    resized.observe(node);
    dark.addEventListener("change", draw);
    return () => {
      resized.disconnect();
      dark.removeEventListener("change", draw);
      chart?.destroy();
    };
  }, [times, values, format, steps]);
  return <div ref={box} class="bars" role="img" aria-label={label} />;
}

function options(node: HTMLElement, format: (value: number) => string, steps?: number[]): uPlot.Options {
  const style = getComputedStyle(node);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const font = "12px system-ui, sans-serif";
  const axis = { stroke: color("--dim"), font, ticks: { show: false }, grid: { stroke: color("--line"), width: 1 } };
  return {
    width: node.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 16, 0, 0],
    scales: {
      // Half a day beyond the first and the last, which would be cut in two otherwise.
      x: { range: (_, min, max) => [min - halfDay, max + halfDay] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 32, gap: 9, space: 60, values: (_, ticks) => ticks.map(tick => new Date(tick * 1000).toLocaleDateString(undefined, { day: "numeric", month: "short" })) },
      { ...axis, size: 52, space: 40, ...(steps && { incrs: steps }), values: (_, ticks) => ticks.map(tick => format(tick).replace(/\.00$/, "")) },
    ],
    series: [{}, { stroke: color("--accent"), fill: color("--accent"), width: 0, points: { show: false }, paths: uPlot.paths.bars!({ size: [0.7, 28], radius: 0.25 }) }],
  };
}
