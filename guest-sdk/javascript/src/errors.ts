import type { WitError } from 'mzhost:composition/types@0.1.0';

import { userStack } from './trace.ts';

/** The code of errors that carry none of their own. */
const WORKFLOW_FAILED = 'workflow.failed';

export interface ErrorOptions {
  /** A dotted name for programs, such as `shop.out-of-stock`; `workflow.failed` without it. */
  code?: string;
  /** The service concerned: mzhost then shows the last lines of its log. */
  service?: string;
  /** Facts for programs. */
  details?: Record<string, string>;
}

/** What a call of mzhost fails with, and what a workflow may throw to fail with a code of its own. */
export class MzhostError extends Error {
  /** The dotted code, such as `sql.error`: docs/error-codes.md lists them. */
  readonly code: string;
  /** The service it concerns, where there is one. */
  readonly service?: string;
  /** Facts, such as `sqlstate`, `exit-code` or `output`. */
  readonly details: Record<string, string>;

  constructor(message: string, options: ErrorOptions = {}) {
    super(message);
    this.name = 'MzhostError';
    this.code = options.code ?? WORKFLOW_FAILED;
    this.service = options.service;
    this.details = options.details ?? {};
  }
}

/** Fails the workflow with this message unless the condition holds. */
export function assert(condition: unknown, message = 'an assertion failed'): asserts condition {
  if (!condition) throw new MzhostError(message);
}

/** Runs a call of the host; what it throws becomes an `MzhostError`. */
export function call<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const error = (thrown as { payload?: WitError })?.payload;
    if (typeof error?.code !== 'string') throw thrown;
    const details = Object.fromEntries(error.details.map(({ key, value }) => [key, value]));
    throw new MzhostError(error.message, { code: error.code, service: error.service, details });
  }
}

/** Anything that was thrown, in the form that crosses to the host. */
export function toWit(thrown: unknown): WitError {
  if (thrown instanceof MzhostError) {
    const details = Object.entries(thrown.details).map(([key, value]) => ({ key, value: String(value) }));
    return { code: thrown.code, message: thrown.message, service: thrown.service, details: withStack(details, thrown) };
  }
  if (thrown instanceof Error) {
    return {
      code: WORKFLOW_FAILED,
      message: `${thrown.name}: ${thrown.message}`,
      service: undefined,
      details: withStack([], thrown),
    };
  }
  return { code: WORKFLOW_FAILED, message: `thrown: ${show(thrown)}`, service: undefined, details: [] };
}

function withStack(details: WitError['details'], thrown: Error): WitError['details'] {
  const known = details.some(({ key }) => key === 'traceback');
  return thrown.stack && !known ? [...details, { key: 'traceback', value: userStack(thrown.stack) }] : details;
}

/** A value as a person reads it. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'function') return `[function ${value.name}]`;
  if (typeof value === 'bigint' || typeof value === 'symbol') return value.toString();
  const seen = new Set<unknown>();
  const text = JSON.stringify(value, (_, part) => {
    if (typeof part === 'bigint') return part.toString();
    if (typeof part === 'object' && part !== null) {
      if (seen.has(part)) return '[seen above]';
      seen.add(part);
    }
    return part;
  });
  return text ?? String(value);
}
