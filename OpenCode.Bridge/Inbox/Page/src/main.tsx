import { render } from "preact";
import { App } from "./app";
import { base } from "./state/api";
import { startKeys } from "./state/keys";
import { start } from "./state/live";
import { listenToWorker } from "./state/worker";
import "./styles/main.css";

render(<App />, document.getElementById("app")!);
start();
startKeys();
listenToWorker();
// Plain http beyond this machine has no service workers; the page does without.
if ("serviceWorker" in navigator) void navigator.serviceWorker.register(`${base}sw.js`, { scope: base }).catch(() => undefined);
