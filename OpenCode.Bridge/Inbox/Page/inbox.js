"use strict";

// Text of sessions and models reaches the page through textContent only.

const every = 2000;
const readable = 10000;
// Without the user name and password that the page's own address may carry: fetch refuses such addresses.
const base = location.origin + location.pathname.replace(/[^/]*$/, "");
const cards = new Map();
const seen = document.getElementById("seen");
const list = document.getElementById("alerts");
const empty = document.getElementById("empty");
const sessions = document.getElementById("sessions");
let lastSeen = null;
let lost = false;
let round = 0;

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function lock(card) {
  for (const control of card.node.querySelectorAll("button, input")) control.disabled = lost || card.busy;
}

function showSeen() {
  const seconds = lastSeen === null ? null : Math.round((Date.now() - lastSeen) / 1000);
  seen.className = lost ? "lost" : "";
  if (lost) seen.textContent = seconds === null ? "The bridge cannot be reached" : `The bridge cannot be reached; last seen ${seconds} s ago`;
  else if (seconds !== null) seen.textContent = `last seen ${seconds} s ago`;
}

function drop(card) {
  card.node.remove();
  if (cards.get(card.id) === card) cards.delete(card.id);
}

// The alert is over and its card says how: whoever was too late reads that before it goes.
function linger(card) {
  cards.delete(card.id);
  for (const control of card.node.querySelectorAll("button, input")) control.disabled = true;
  card.node.classList.add("over");
  card.node.append(button(card, "Dismiss", "dismiss", () => drop(card)));
  setTimeout(() => drop(card), readable);
}

async function decide(card, body) {
  card.busy = true;
  card.problem.textContent = "";
  lock(card);
  try {
    const response = await fetch(`${base}api/alerts/${encodeURIComponent(card.id)}/decision`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60000),
    });
    const result = await response.json().catch(() => ({}));
    if (!response.ok) card.problem.textContent = result.error ?? `The bridge answered ${response.status}`;
    if (response.status === 409) linger(card);
  } catch {
    card.problem.textContent = "The bridge did not answer; it is unknown whether the decision arrived.";
  }
  card.busy = false;
  if (cards.get(card.id) === card) lock(card);
  await refresh();
}

function button(card, text, className, act) {
  const node = make("button", className, text);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

function permission(card, alert) {
  const message = make("input");
  message.type = "text";
  message.placeholder = "Message to the model when you deny (optional)";
  message.setAttribute("aria-label", message.placeholder);
  const actions = make("div", "actions");
  actions.append(
    button(card, "Once", "primary", () => decide(card, { decision: "once" })),
    button(card, "Always", "", () => decide(card, { decision: "always" })),
    button(card, "Deny", "deny", () => decide(card, { decision: "reject", ...(message.value.trim() && { message: message.value }) })));
  card.node.append(message, actions);
  const rules = alert.options?.[0]?.choices.find(choice => choice.label === "always")?.description;
  if (rules) card.node.append(make("p", "hint", `Always allows: ${rules}`));
}

function question(card, alert) {
  const groups = alert.options.map((group, index) => {
    const field = make("fieldset");
    field.append(make("legend", "", alert.options.length > 1 ? `${group.header}: ${group.question}` : group.header));
    const choices = group.choices.map(choice => {
      const label = make("label", "choice");
      const input = make("input");
      input.type = group.multiple ? "checkbox" : "radio";
      input.name = `${alert.id}-${index}`;
      const text = make("span", "", choice.label);
      if (choice.description) text.append(make("small", "", choice.description));
      label.append(input, text);
      field.append(label);
      return { input, label: choice.label };
    });
    let own = null;
    if (group.custom) {
      own = make("input");
      own.type = "text";
      own.placeholder = "Or answer in your own words";
      own.setAttribute("aria-label", own.placeholder);
      // One answer only: what was done last counts.
      own.addEventListener("input", () => { if (!group.multiple && own.value.trim()) for (const { input } of choices) input.checked = false; });
      for (const { input } of choices) input.addEventListener("change", () => { if (!group.multiple) own.value = ""; });
      field.append(own);
    }
    card.node.append(field);
    return () => {
      const answer = choices.filter(({ input }) => input.checked).map(({ label }) => label);
      if (own && own.value.trim()) answer.push(own.value.trim());
      return answer;
    };
  });
  const actions = make("div", "actions");
  actions.append(
    button(card, "Answer", "primary", () => {
      const answers = groups.map(read => read());
      if (answers.some(answer => answer.length === 0)) card.problem.textContent = "Please answer every question.";
      else decide(card, { decision: "answer", answers });
    }),
    button(card, "Reject", "deny", () => decide(card, { decision: "reject" })));
  card.node.append(actions);
}

function add(alert) {
  const card = { id: alert.id, node: make("article"), busy: false };
  card.title = make("h3");
  card.where = make("p", "where");
  card.node.append(card.title, card.where, make("pre", "", alert.text));
  card.problem = make("p", "problem");
  card.problem.setAttribute("role", "alert");
  if (alert.kind === "question") question(card, alert);
  else permission(card, alert);
  card.node.append(card.problem);
  cards.set(alert.id, card);
  return card;
}

function render(alerts) {
  const open = new Set(alerts.map(alert => alert.id));
  for (const [id, card] of cards) {
    if (open.has(id) || card.busy) continue;
    if (card.problem.textContent) linger(card);
    else drop(card);
  }
  // Cards stay where they are and as they are: what is being typed survives, nothing jumps under a finger.
  for (const alert of [...alerts].reverse()) {
    const card = cards.get(alert.id) ?? add(alert);
    const times = alert.requestIds?.length > 1 ? ` (${alert.requestIds.length} times)` : "";
    card.title.textContent = `${alert.kind === "question" ? "Question" : "Permission"}${times}: ${alert.title || alert.rootSessionId}`;
    card.where.textContent = `${alert.server} · ${alert.directory} · ${new Date(alert.createdAt).toLocaleString()}`;
    if (!card.node.isConnected) list.prepend(card.node);
    lock(card);
  }
  empty.hidden = alerts.length > 0;
  document.title = alerts.length > 0 ? `(${alerts.length}) OpenCode inbox` : "OpenCode inbox";
}

function renderSessions(all) {
  sessions.replaceChildren(...all.filter(session => !session.parentId).slice(0, 20).map(session => {
    const item = make("li");
    item.append(make("span", "", session.title || session.id), make("span", "state", session.state));
    return item;
  }));
}

async function get(path) {
  const response = await fetch(base + path, { cache: "no-store", signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function refresh() {
  const mine = ++round;
  try {
    const [alerts, all] = await Promise.all([get("api/alerts?limit=1000"), get("api/sessions")]);
    // Asked before a decision and answered after it: would show again what is over.
    if (mine !== round) return;
    lastSeen = Date.now();
    lost = false;
    render(alerts);
    renderSessions(all);
  } catch {
    if (mine !== round) return;
    lost = true;
    for (const card of cards.values()) lock(card);
  }
  showSeen();
}

async function poll() {
  await refresh();
  setTimeout(poll, every);
}

setInterval(showSeen, 1000);
poll();
