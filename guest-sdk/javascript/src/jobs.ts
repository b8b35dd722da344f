import * as host from 'mzhost:composition/jobs@0.1.0';

import { call, MzhostError } from './errors.ts';
import { execOptions, sqlTarget, type ExecOptions, type SqlOptions } from './options.ts';
import { optionsOf, type TestOptions } from './testdrive.ts';

/** How a job ended. */
export interface Outcome {
  state: 'passed' | 'failed' | 'cancelled';
  /** Why it failed. */
  error?: MzhostError;
  /** What it printed. */
  output: string;
}

/** Work in the background; it ends with the workflow that started it. */
export class Job {
  readonly #job: host.Job;

  constructor(job: host.Job) {
    this.#job = job;
  }

  /** The outcome when the job has ended, none while it runs. */
  poll(): Outcome | undefined {
    const outcome = call(() => this.#job.poll());
    return outcome ? ended(outcome) : undefined;
  }

  /** Waits for the end; `job.timeout` when the time is over first (the job goes on). */
  wait(options: { timeoutMs?: number } = {}): Outcome {
    return ended(call(() => this.#job.wait(options.timeoutMs ?? 60_000)));
  }

  /** Waits for the end, and throws unless the job passed. */
  passed(options: { timeoutMs?: number } = {}): Outcome {
    const outcome = this.wait(options);
    if (outcome.state !== 'passed') throw outcome.error ?? new MzhostError(`the job was ${outcome.state}`);
    return outcome;
  }

  /** Ends the job and waits until it has ended. */
  cancel(): Outcome {
    return ended(call(() => this.#job.cancel()));
  }
}

function ended({ state, error, output }: host.WitOutcome): Outcome {
  const details = Object.fromEntries((error?.details ?? []).map(({ key, value }) => [key, value]));
  return {
    state: state as Outcome['state'],
    error: error && new MzhostError(error.message, { code: error.code, service: error.service, details }),
    output: output.content,
  };
}

export function exec(service: string, command: string[], options: ExecOptions): Job {
  return new Job(call(() => host.exec(service, command, execOptions(options))));
}

export function sql(service: string, statements: string[], options: SqlOptions): Job {
  return new Job(call(() => host.sql(sqlTarget(service, options), statements)));
}

export function workflow(name: string, args: string[]): Job {
  return new Job(call(() => host.workflow(name, args)));
}

export function testdriveFiles(globs: string | string[], options: TestOptions): Job {
  return new Job(call(() => host.testdriveFiles([globs].flat(), optionsOf(options))));
}

export function sqllogictestFiles(globs: string | string[], options: TestOptions): Job {
  return new Job(call(() => host.sqllogictestFiles([globs].flat(), optionsOf(options))));
}
