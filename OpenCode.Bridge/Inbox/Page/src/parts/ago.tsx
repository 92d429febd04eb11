import { now, since } from "../state/clock";

const absolute = (time: string): string => new Date(time).toLocaleString();

/** `3 min ago`, and the exact time for who asks. */
export function Ago({ time }: { time: string }) {
  const recent = now.value - new Date(time).getTime() < 5000;
  return <time dateTime={time} title={absolute(time)}>{recent ? "just now" : `${since(time)} ago`}</time>;
}

/** How long something lasts already. */
export const Lasting = ({ from }: { from: string }) => <time dateTime={from} title={absolute(from)}>{since(from)}</time>;
