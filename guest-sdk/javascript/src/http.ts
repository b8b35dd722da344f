import * as host from 'mzhost:composition/http@0.1.0';

import { call } from './errors.ts';
import { bytesOf, decode } from './text.ts';

export interface RequestOptions {
  headers?: Record<string, string>;
  /** Text, bytes, or a value that is sent as JSON. */
  body?: string | Uint8Array | object;
  /** 60 seconds by default. */
  timeoutMs?: number;
}

/** What a server answered, whatever the status. */
export class Response {
  readonly status: number;
  /** Names in lower case; of a name that comes several times, the values joined by commas. */
  readonly headers: Record<string, string>;
  /** At most 16 MiB. */
  readonly body: Uint8Array;
  /** Whether some of the body is missing. */
  readonly truncated: boolean;

  constructor({ status, headers, body }: host.WitResponse) {
    this.status = status;
    this.headers = {};
    for (const { name, value } of headers) {
      this.headers[name] = name in this.headers ? `${this.headers[name]}, ${value}` : value;
    }
    this.body = body.content;
    this.truncated = body.truncated;
  }

  /** The body as text. */
  text(): string {
    return decode(this.body);
  }

  /** The body as JSON. */
  json(): unknown {
    return JSON.parse(this.text());
  }
}

export function request(service: string, port: number, method: string, path: string, options: RequestOptions = {}): Response {
  const { body, timeoutMs = 60_000 } = options;
  const headers = Object.entries(options.headers ?? {}).map(([name, value]) => ({ name, value }));
  const asJson = typeof body === 'object' && !(body instanceof Uint8Array);
  if (asJson && !headers.some(({ name }) => name.toLowerCase() === 'content-type')) {
    headers.push({ name: 'content-type', value: 'application/json' });
  }
  const bytes = bytesOf(asJson ? JSON.stringify(body) : (body ?? ''));
  return new Response(call(() => host.request(service, port, method, path, headers, bytes, timeoutMs)));
}
