import { useEffect, useState } from "preact/hooks";
import { Ago } from "./ago";
import { line } from "./visible";
import { ApiError } from "../state/api";
import { connection } from "../state/live";
import { lookAtPush, pushBrowsers, pushSelf, pushState, subscribe, unsubscribe, type PushState } from "../state/push";

const words: Record<PushState, string> = {
  asking: "Looking whether this browser can notify you …",
  unable: "This browser cannot notify you from this address. It takes https, or the bridge's own machine; on an iPhone the page must be on the home screen.",
  denied: "The browser's settings forbid notifications of this page.",
  off: "Alerts can come to this browser as notifications, also while the page is closed. No app and no account is needed.",
  on: "Alerts come to this browser as notifications.",
};

/** Turns the notifications of this browser on and off, and those of lost ones off. */
export function PushCard() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const live = connection.value === "live";
  const state = pushState.value;
  useEffect(() => {
    if (live) void lookAtPush().catch(() => undefined);
  }, [live]);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem("");
    try {
      await work();
    } catch (failure) {
      setProblem(failure instanceof ApiError ? failure.message : `The browser's push service does not take this browser: ${failure instanceof Error ? failure.message : "it did not say why"}`);
    }
    setBusy(false);
  };
  const others = pushBrowsers.value.filter(browser => state !== "on" || browser.id !== pushSelf.value);
  return (
    <section class="card push" aria-labelledby="push">
      <header>
        <h2 id="push">This browser</h2>
        {state === "on" && <span class="mark good"><i aria-hidden="true" />notifies you</span>}
      </header>
      <p class="dim" role="status">{words[state]}</p>
      {state === "off" && <button type="button" class="primary" disabled={busy || !live} onClick={() => run(subscribe)}>Notify me here</button>}
      {state === "on" && <button type="button" disabled={busy || !live} onClick={() => run(() => unsubscribe(pushSelf.value!))}>Stop notifying me here</button>}
      {problem && <p class="problem" role="alert">{line(problem)}</p>}
      {others.length > 0 && (
        <table>
          <caption class="hidden">Other browsers that are notified</caption>
          <tbody>
            {others.map(browser => (
              <tr key={browser.id}>
                <th scope="row">{line(browser.label)}</th>
                <td>since <Ago time={browser.createdAt} /></td>
                <td><button type="button" class="link" disabled={busy || !live} onClick={() => run(() => unsubscribe(browser.id))}>Remove<span class="hidden"> {line(browser.label)}</span></button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
