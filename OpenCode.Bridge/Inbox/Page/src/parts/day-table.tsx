interface Props {
  /** Midnights, in milliseconds. */
  times: readonly number[];
  values: readonly number[];
  format: (value: number) => string;
}

/** The numbers of a chart, for who wants them exactly or does not see it: days with something, the last one first. */
export function DayTable({ times, values, format }: Props) {
  const days = times.map((time, index) => ({ time, value: values[index]! })).filter(day => day.value > 0).reverse();
  if (days.length === 0) return null;
  return (
    <details class="as-table">
      <summary>As a table</summary>
      <table>
        <thead class="hidden"><tr><th scope="col">Day</th><th scope="col">Value</th></tr></thead>
        <tbody>
          {days.map(day => <tr key={day.time}><th scope="row">{new Date(day.time).toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "short" })}</th><td>{format(day.value)}</td></tr>)}
        </tbody>
      </table>
    </details>
  );
}
