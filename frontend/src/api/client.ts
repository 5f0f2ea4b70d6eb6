/** Talking to the server: JSON in, JSON out, faults with what to do about them. */

export interface Problem {
  file?: string | null;
  line?: number | null;
  message: string;
}

/** A fault as the server tells it, or as the browser does when there is no server. */
export class Fault extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    message: string,
    readonly problems: Problem[] = [],
    readonly known: string[] = [],
  ) {
    super(message);
  }

  /** Whether asking the same again later may help: no connection, too busy, server restarting. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

/** Names of faults that the page itself makes. */
export const NO_CONNECTION = "NoConnection";
export const NOT_JSON = "NotJson";

async function told(response: Response): Promise<Fault> {
  try {
    const { error } = (await response.json()) as {
      error: { kind: string; message: string; problems?: Problem[]; known?: string[] | null };
    };
    return new Fault(response.status, error.kind, error.message, error.problems ?? [], error.known ?? []);
  } catch {
    return new Fault(response.status, NOT_JSON, `${response.status} ${response.statusText}`);
  }
}

export interface Asked {
  method?: string;
  body?: unknown;
  signal?: AbortSignal;
  /** Send even while the page is being closed. */
  keepalive?: boolean;
}

/** Ask the server. Raises Fault, or the browser's AbortError. */
export async function ask<T>(address: string, asked: Asked = {}): Promise<T> {
  const form = asked.body instanceof FormData;
  const headers: Record<string, string> = { Accept: "application/json" };
  if (asked.body !== undefined && !form) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(address, {
      method: asked.method ?? (asked.body === undefined ? "GET" : "POST"),
      headers,
      body: asked.body === undefined ? null : form ? (asked.body as FormData) : JSON.stringify(asked.body),
      credentials: "same-origin",
      signal: asked.signal ?? null,
      keepalive: asked.keepalive ?? false,
    });
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === "AbortError") throw reason;
    throw new Fault(0, NO_CONNECTION, String(reason));
  }
  if (!response.ok) throw await told(response);
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new Fault(response.status, NOT_JSON, address);
  }
}
