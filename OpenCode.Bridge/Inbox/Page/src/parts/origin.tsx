import { href } from "../state/route";
import { status } from "../state/store";
import type { Alert } from "../state/types";
import { line } from "./visible";

/** The last folder's name: the rest is the same for all of one's projects, and stands in the title. */
export const project = (directory: string): string => directory.replace(/[\\/]+$/, "").split(/[\\/]/).pop() || directory;

/** Which session, in which directory, on which server where there are several. */
export function Origin({ alert }: { alert: Alert }) {
  const several = (status.value?.servers.length ?? 1) > 1;
  if (!alert.rootSessionId && !alert.directory && !several) return null;
  return (
    <p class="origin">
      {alert.rootSessionId && <a href={href("sessions", alert.rootSessionId)}>{line(alert.title) || "Untitled session"}</a>}
      {alert.directory && <span class="where" title={line(alert.directory)}>{line(alert.directory)}</span>}
      {several && <span class="where">{line(alert.server)}</span>}
    </p>
  );
}
