import { HistoryAlerts } from "./history-alerts";
import { HistoryDecisions } from "./history-decisions";
import { href, route } from "../state/route";

const parts = [[undefined, "Alerts"], ["decisions", "Decisions"]] as const;

/** What happened: the alerts, and who decided them. */
export function History() {
  const part = route.value.id === "decisions" ? "decisions" : undefined;
  return (
    <div class="column">
      <h1>History</h1>
      <div class="chips parts" role="group" aria-label="History of">
        {parts.map(([id, label]) => (
          <button key={label} type="button" class="chip" aria-pressed={id === part} onClick={() => (location.hash = href("history", id))}>{label}</button>
        ))}
      </div>
      {part ? <HistoryDecisions /> : <HistoryAlerts />}
    </div>
  );
}
