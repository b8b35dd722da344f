import type { WitExecOptions, WitSqlTarget, WitVariable } from 'mzhost:composition/types@0.1.0';

import { bytesOf } from './text.ts';

export interface ExecOptions {
  /** For the command's standard input. */
  input?: string | Uint8Array;
  /** Variables added to the container's own. */
  env?: Record<string, string>;
  /** User to run as, `NAME` or `UID[:GID]`. */
  user?: string;
  /** Folder to run in. */
  workingDir?: string;
  /** `false`: a non-zero exit code is an ordinary result. */
  check?: boolean;
  /** Give up after this long, in milliseconds. */
  timeoutMs?: number;
}

export interface SqlOptions {
  /** Port inside the container; 5432 by default. */
  port?: number;
  /** `postgres` by default. */
  user?: string;
  password?: string;
  /** The user's name by default. */
  database?: string;
  /** `disable`, `prefer` or `require`; `prefer` by default. */
  tls?: string;
}

/** Pairs of a map. */
export function variables(map: Record<string, string | number | boolean> = {}): WitVariable[] {
  return Object.entries(map).map(([name, value]) => ({ name, value: String(value) }));
}

export function execOptions(options: ExecOptions): WitExecOptions {
  return {
    input: options.input === undefined ? undefined : bytesOf(options.input),
    env: variables(options.env),
    user: options.user,
    workingDir: options.workingDir,
    check: options.check ?? true,
    timeoutMs: options.timeoutMs,
  };
}

export function sqlTarget(service: string, { port, user, password, database, tls }: SqlOptions): WitSqlTarget {
  return { service, port, user, password, database, tls };
}

/** Names as `up('a', 'b')` or `up(['a', 'b'], options)`. */
export function strings<Options>(args: unknown[]): { names: string[]; options: Partial<Options> } {
  if (Array.isArray(args[0])) return { names: args[0] as string[], options: (args[1] as Options) ?? {} };
  return { names: args as string[], options: {} };
}
