// Without the user name and password that the page's own address may carry: fetch refuses such addresses. Relative to
// the page, so that a proxy may serve it below any path.
export const base = location.origin + location.pathname.replace(/[^/]*$/, "");

/** What the bridge, or nobody, answered. */
export class ApiError extends Error {
  /** @param status 0 when there was no answer: what was asked may have been done all the same. */
  constructor(readonly status: number, message: string, readonly body: Record<string, unknown> = {}) {
    super(message);
  }
}

async function call<T>(path: string, init: RequestInit, limit: number): Promise<T> {
  let response: Response;
  try {
    response = await fetch(base + path, { cache: "no-store", ...init, signal: AbortSignal.timeout(limit) });
  } catch {
    throw new ApiError(0, "The bridge did not answer.");
  }
  const body = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (response.ok) return body as T;
  const told = typeof body?.error === "string" ? body.error : `The bridge answered with status ${response.status}.`;
  throw new ApiError(response.status, told, body);
}

export const get = <T>(path: string): Promise<T> => call<T>(path, {}, 15_000);

export const post = <T>(path: string, body: unknown): Promise<T> =>
  call<T>(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }, 60_000);
