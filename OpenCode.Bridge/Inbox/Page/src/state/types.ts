// The API's shapes; see InboxJson.cs.

export type AlertKind = "permission" | "question" | "complete" | "error" | "stalled" | "unreachable";
export type AlertState = "open" | "decided" | "withdrawn" | "expired" | "done";
export type Verdict = "once" | "always" | "reject" | "answer";

export interface Choice {
  label: string;
  description: string;
}

export interface OptionGroup {
  question?: string;
  header?: string;
  multiple: boolean;
  custom: boolean;
  choices: Choice[];
}

export interface Delivery {
  channel: string;
  state: string;
  attempts: number;
  lastError?: string;
}

export interface Alert {
  id: string;
  kind: AlertKind;
  server: string;
  sessionId: string;
  rootSessionId: string;
  title: string;
  directory: string;
  text: string;
  permission?: string;
  requestIds?: string[];
  options?: OptionGroup[];
  createdAt: string;
  state: AlertState;
  decision?: Verdict;
  decidedBy?: string;
  deliveries: Delivery[];
}

export type AuditResult = "stored" | "taken" | "gone" | "overtaken" | "rejected" | "late";

/** One try of anybody to decide. */
export interface AuditEntry {
  at: string;
  alertId: string;
  by: string;
  from: "inbox" | "token" | "ntfy" | "expiry";
  remote?: string;
  decision: Verdict;
  message?: string;
  result: AuditResult;
  askedAt?: string;
}

export interface Tokens {
  input: number;
  output: number;
  reasoning: number;
  cacheRead: number;
  cacheWrite: number;
}

export type SessionState = "idle" | "busy" | "retry" | "waiting";

export interface Session {
  id: string;
  parentId: string | null;
  server: string;
  title: string;
  directory: string;
  state: SessionState;
  createdAt?: string;
  lastActive: string;
  retryAt?: string;
  model?: string;
  tokens: Tokens;
  cost: number;
  openAlerts: number;
}

/** What the messages of a session used that ended in a quarter of an hour. */
export interface Usage {
  server: string;
  sessionId: string;
  directory: string;
  model: string;
  at: string;
  cost: number;
  tokens: number;
}

export interface Server {
  name: string;
  connected: boolean;
  problem?: string;
}

export interface Channel {
  name: string;
  replaces: boolean;
  state: "working" | "retrying" | "parked" | "unused" | "unknown";
  waiting: number;
  parked: number;
  lastSuccess?: string;
  lastErrorAt?: string;
  lastError?: string;
  retryAt?: string;
}

export interface Status {
  user: string;
  time: string;
  servers: Server[];
  channels: Channel[];
  publicUrl?: string;
}

export interface Changes {
  alerts?: Alert[];
  sessions?: Session[];
  goneSessions?: string[];
  servers?: Server[];
  channels?: Channel[];
}

export interface Decision {
  decision: Verdict;
  message?: string;
  answers?: string[][];
}

export interface ToolCall {
  name: string;
  state: string;
  title?: string;
  input?: string;
  output?: string;
  diff?: string;
}

export interface Part {
  kind: "text" | "reasoning" | "tool" | "file";
  text: string;
  cut: boolean;
  tool?: ToolCall;
}

export interface Message {
  id: string;
  role: "user" | "assistant";
  createdAt: string;
  completedAt?: string;
  model?: string;
  cost: number;
  failure?: string;
  parts: Part[];
}

export interface Todo {
  text: string;
  state: string;
}

export interface SessionDetail {
  id: string;
  attach: string;
  messages: Message[];
  todos: Todo[];
}
