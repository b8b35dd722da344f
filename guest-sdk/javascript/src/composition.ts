import * as host from 'mzhost:composition/composition@0.1.0';
import type { WitExecution } from 'mzhost:composition/types@0.1.0';

import { runCase } from './cases.ts';
import { call } from './errors.ts';
import { request, type RequestOptions, type Response } from './http.ts';
import * as jobs from './jobs.ts';
import { replace, type Replacement } from './overrides.ts';
import { execOptions, sqlTarget, strings, type ExecOptions } from './options.ts';
import type { Declared } from './services.ts';
import { SqlTarget, type SqlOptions } from './sql.ts';
import * as testdrive from './testdrive.ts';
import { bytesOf, decode } from './text.ts';

export type { ExecOptions } from './options.ts';

export interface UpOptions {
  /** Limit on the whole in milliseconds; else the workflow's own limit holds. */
  timeoutMs?: number;
  /** `false`: do not wait for readiness, except where `depends_on` asks for it. */
  wait?: boolean;
}

export interface StopOptions {
  /** Milliseconds between the stop signal and SIGKILL; else the service's `stop_grace_period`. */
  graceMs?: number;
}

export interface WaitOptions {
  /** Give up after this long, in milliseconds; 60 seconds by default. */
  timeoutMs?: number;
}

/** What a command printed and how it ended. */
export interface Execution {
  /** Exit code; 128 + N after signal N. */
  exitCode: number;
  /** Without its last line end. */
  stdout: string;
  /** Without its last line end. */
  stderr: string;
  /** Whether output is missing; the whole is in the run folder. */
  truncated: boolean;
}

/** The state of a service's container. */
export interface ContainerState {
  /** `created`, `running`, `paused`, `restarting`, `exited`, `dead`, or `absent` when there is none. */
  status: string;
  /** Whether mzhost saw it ready since its last start. */
  ready: boolean;
  exitCode?: number;
  oomKilled: boolean;
  restarts: number;
}

/** What a running container uses. */
export interface ResourceUsage {
  memoryBytes: number;
  memoryPeakBytes?: number;
  memoryLimitBytes: number;
  cpuSeconds: number;
  processes: number;
}

const WAIT_MS = 60_000;

const within = (options?: WaitOptions) => options?.timeoutMs ?? WAIT_MS;

/** A text without its last line end, as a shell takes what a command printed. */
const trimmed = (text: string) => text.replace(/\r?\n$/, '');

function execution({ exitCode, output, errors }: WitExecution): Execution {
  const truncated = output.truncated || errors.truncated;
  return { exitCode, stdout: trimmed(output.content), stderr: trimmed(errors.content), truncated };
}

/**
 * The services of the composition. A workflow gets it as its first argument.
 *
 * Where several services are asked for, none means all of them. Every call throws an `MzhostError` when it fails.
 */
export class Composition {
  /** Creates and starts services with all that they depend on, and waits until they are ready. */
  up(...services: string[]): void;
  up(services: string[], options: UpOptions): void;
  up(...args: unknown[]): void {
    const { names, options } = strings<UpOptions>(args);
    call(() => {
      if (options.wait === false) host.upNoWait(names);
      else if (options.timeoutMs === undefined) host.up(names);
      else host.upWithin(names, options.timeoutMs);
    });
  }

  /** Waits until services are ready that were brought up without waiting. */
  waitReady(services: string[], options?: WaitOptions): void {
    call(() => host.waitReady(services, within(options)));
  }

  /** Removes all containers and networks of the project, and named volumes if asked for. */
  down(options: { volumes?: boolean } = {}): void {
    call(() => (options.volumes ? host.downVolumes() : host.down()));
  }

  /** Starts containers that exist, and waits until they are ready. */
  start(...services: string[]): void {
    call(() => host.start(services));
  }

  /** Stops gracefully. */
  stop(...services: string[]): void;
  stop(services: string[], options: StopOptions): void;
  stop(...args: unknown[]): void {
    const { names, options } = strings<StopOptions>(args);
    call(() => (options.graceMs === undefined ? host.stop(names) : host.stopWithin(names, options.graceMs)));
  }

  /** Stops and starts, and waits until ready. */
  restart(...services: string[]): void {
    call(() => host.restart(services));
  }

  /** Freezes all processes. */
  pause(...services: string[]): void {
    call(() => host.pause(services));
  }

  /** Lets frozen processes go on. */
  unpause(...services: string[]): void {
    call(() => host.unpause(services));
  }

  /** Sends SIGKILL and waits for the exit; or another signal, by name or number, and does not wait. */
  kill(...services: string[]): void;
  kill(services: string[], options: { signal?: string }): void;
  kill(...args: unknown[]): void {
    const { names, options } = strings<{ signal?: string }>(args);
    call(() => (options.signal === undefined ? host.kill(names) : host.killWith(names, options.signal)));
  }

  /** Stops services and removes their containers with their anonymous volumes. */
  rm(...services: string[]): void {
    call(() => host.rm(services));
  }

  /** Removes named volumes; the next `up` makes them anew. */
  rmVolumes(...names: string[]): void {
    call(() => host.rmVolumes(names));
  }

  /** Runs a command in a running container. A non-zero exit code is the error `exec.failed`, unless `check` is false. */
  exec(service: string, command: string[], options: ExecOptions = {}): Execution {
    return call(() => execution(host.execWith(service, command, execOptions(options))));
  }

  /** Runs a command in a new container of the service, which is removed afterwards; without one, the service's own. */
  run(service: string, command: string[] = [], options: ExecOptions = {}): Execution {
    return call(() => execution(host.runWith(service, command, execOptions(options))));
  }

  /** Writes a file into a container, created or running. `mode` is the permission bits. */
  copyIn(service: string, path: string, content: string | Uint8Array, mode = 0o644): void {
    call(() => host.copyIn(service, path, bytesOf(content), mode));
  }

  /** Reads a file out of a container, as bytes; at most 16 MiB. */
  copyOut(service: string, path: string): Uint8Array {
    return call(() => host.copyOut(service, path).content);
  }

  /** Reads a file out of a container, as text; at most 16 MiB. */
  readFile(service: string, path: string): string {
    return decode(this.copyOut(service, path));
  }

  /** The last lines of a service's log. */
  logs(service: string, lines = 100): string {
    return call(() => host.logs(service, lines).content);
  }

  /** The address that a container's TCP port is published at. */
  port(service: string, containerPort: number): { host: string; port: number } {
    return call(() => host.port(service, containerPort));
  }

  /** The state of a service's container. */
  state(service: string): ContainerState {
    return call(() => host.state(service));
  }

  /** What a service's running container uses at this moment. */
  stats(service: string): ResourceUsage {
    return call(() => host.stats(service));
  }

  /** All that the engine tells of a service's container. */
  inspect(service: string): unknown {
    return JSON.parse(call(() => host.inspect(service).content));
  }

  /** Waits until containers have exited by themselves; the exit code of each service. */
  waitForExit(services: string[], options?: WaitOptions): Record<string, number> {
    const exits = call(() => host.waitForExit(services, within(options)));
    return Object.fromEntries(exits.map(({ service, exitCode }) => [service, exitCode]));
  }

  /** Waits until a line of the service's log fits a regular expression (Rust's syntax); the line. */
  waitForLog(service: string, pattern: string, options?: WaitOptions): string {
    return call(() => host.waitForLog(service, pattern, within(options)));
  }

  /** Waits until a TCP port of the container accepts connections. */
  waitForPort(service: string, containerPort: number, options?: WaitOptions): void {
    call(() => host.waitForPort(service, containerPort, within(options)));
  }

  /** Waits until an HTTP GET of a path answers this status. */
  waitForHttp(service: string, containerPort: number, path: string, status = 200, options?: WaitOptions): void {
    call(() => host.waitForHttp(service, containerPort, path, status, within(options)));
  }

  /** Waits until a command in the container exits with 0. */
  waitForCommand(service: string, command: string[], options?: WaitOptions): Execution {
    return call(() => execution(host.waitForCommand(service, command, within(options))));
  }

  /** Where and as whom to connect for SQL; nothing happens yet. */
  sql(service: string, options: SqlOptions = {}): SqlTarget {
    return new SqlTarget(sqlTarget(service, options));
  }

  /** Sends an HTTP request to a port of a service. An answer with any status is no error. */
  http(service: string, containerPort: number, method: string, path: string, options?: RequestOptions): Response {
    return request(service, containerPort, method, path, options);
  }

  /** Runs another workflow of the composition on an instance of its own, and waits for its end. */
  workflow(name: string, ...args: string[]): void {
    call(() => host.workflow(name, args));
  }

  /** Runs a command in a running container, in the background. */
  jobExec(service: string, command: string[], options: ExecOptions = {}): jobs.Job {
    return jobs.exec(service, command, options);
  }

  /** Runs SQL statements one after another, in the background. */
  jobSql(service: string, statements: string[], options: SqlOptions = {}): jobs.Job {
    return jobs.sql(service, statements, options);
  }

  /** Runs another workflow of the composition in the background. */
  jobWorkflow(name: string, ...args: string[]): jobs.Job {
    return jobs.workflow(name, args);
  }

  /** Runs `.td` files in the background. */
  jobTestdriveFiles(globs: string | string[], options: testdrive.TestOptions = {}): jobs.Job {
    return jobs.testdriveFiles(globs, options);
  }

  /** Runs `.slt` files in the background. */
  jobSqllogictestFiles(globs: string | string[], options: testdrive.TestOptions = {}): jobs.Job {
    return jobs.sqllogictestFiles(globs, options);
  }

  /** Puts other definitions in the place of services, until `close` or the workflow's end. */
  override(...services: Declared[]): Replacement {
    return replace(services);
  }

  /** Runs the `.td` files of the composition's folder that fit a glob. */
  runTestdriveFiles(globs: string | string[], options: testdrive.TestOptions = {}): testdrive.Summary {
    return testdrive.files(globs, options);
  }

  /** Runs a text as if it were a `.td` file of this name. */
  runTestdriveSource(name: string, source: string, options: testdrive.TestOptions = {}): testdrive.Summary {
    return testdrive.source(name, source, options);
  }

  /** Runs the `.slt` files of the composition's folder that fit a glob. */
  runSqllogictestFiles(globs: string | string[], options: testdrive.TestOptions = {}): testdrive.Summary {
    return testdrive.sqllogictestFiles(globs, options);
  }

  /** Runs a text as if it were an `.slt` file of this name. */
  runSqllogictestSource(name: string, source: string, options: testdrive.TestOptions = {}): testdrive.Summary {
    return testdrive.sqllogictestSource(name, source, options);
  }

  /** A named test case: one that fails does not end the workflow, and appears in the reports. Whether it passed. */
  testCase(name: string, work: () => void): boolean {
    return runCase(name, work);
  }
}
