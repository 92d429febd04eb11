import { now } from "../state/clock";
import { duration } from "../state/clock";
import type { Session } from "../state/types";

const words = { idle: "idle", busy: "working", retry: "retrying", waiting: "waits for you" };

export function StateMark({ session }: { session: Session }) {
  const left = session.state === "retry" && session.retryAt ? new Date(session.retryAt).getTime() - now.value : 0;
  return (
    <span class={`mark ${session.state}`}>
      <i aria-hidden="true" />
      {words[session.state]}{left > 0 && ` in ${duration(left)}`}
    </span>
  );
}
