/** The interfaces of `mzhost:composition` as the interpreter gives them to JavaScript. */

declare module 'mzhost:composition/types@0.1.0' {
  export interface WitDetail { key: string; value: string }
  export interface WitError { code: string; message: string; service?: string; details: WitDetail[] }
  export interface WitVariable { name: string; value: string }
  export interface WitText { content: string; truncated: boolean }
  export interface WitData { content: Uint8Array; truncated: boolean }
  export interface WitExecOptions {
    input?: Uint8Array; env: WitVariable[]; user?: string; workingDir?: string; check: boolean; timeoutMs?: number;
  }
  export interface WitExecution { exitCode: number; output: WitText; errors: WitText }
  export interface WitSqlTarget {
    service: string; port?: number; user?: string; password?: string; database?: string; tls?: string;
  }
}

declare module 'mzhost:composition/composition@0.1.0' {
  import type { WitData, WitExecOptions, WitExecution, WitText } from 'mzhost:composition/types@0.1.0';
  export interface WitState { status: string; ready: boolean; exitCode?: number; oomKilled: boolean; restarts: number }
  export interface WitUsage {
    memoryBytes: number; memoryPeakBytes?: number; memoryLimitBytes: number; cpuSeconds: number; processes: number;
  }
  export function up(services: string[]): void;
  export function upWithin(services: string[], timeoutMs: number): void;
  export function upNoWait(services: string[]): void;
  export function waitReady(services: string[], timeoutMs: number): void;
  export function down(): void;
  export function downVolumes(): void;
  export function start(services: string[]): void;
  export function stop(services: string[]): void;
  export function stopWithin(services: string[], graceMs: number): void;
  export function restart(services: string[]): void;
  export function pause(services: string[]): void;
  export function unpause(services: string[]): void;
  export function kill(services: string[]): void;
  export function killWith(services: string[], signal: string): void;
  export function rm(services: string[]): void;
  export function rmVolumes(names: string[]): void;
  export function exec(service: string, command: string[]): WitExecution;
  export function execWith(service: string, command: string[], options: WitExecOptions): WitExecution;
  export function run(service: string, command: string[]): WitExecution;
  export function runWith(service: string, command: string[], options: WitExecOptions): WitExecution;
  export function copyIn(service: string, path: string, content: Uint8Array, mode: number): void;
  export function copyOut(service: string, path: string): WitData;
  export function logs(service: string, lines: number): WitText;
  export function port(service: string, containerPort: number): { host: string; port: number };
  export function state(service: string): WitState;
  export function stats(service: string): WitUsage;
  export function inspect(service: string): WitText;
  export function waitForExit(services: string[], timeoutMs: number): { service: string; exitCode: number }[];
  export function waitForLog(service: string, pattern: string, timeoutMs: number): string;
  export function waitForPort(service: string, containerPort: number, timeoutMs: number): void;
  export function waitForHttp(service: string, containerPort: number, path: string, status: number, timeoutMs: number): void;
  export function waitForCommand(service: string, command: string[], timeoutMs: number): WitExecution;
  export function workflow(name: string, args: string[]): void;
}

declare module 'mzhost:composition/catalog@0.1.0' {
  export function kinds(): string[];
  export function service(kind: string, parameters: string, overrides: string): string;
  export function merge(documents: string[]): string;
}

declare module 'mzhost:composition/files@0.1.0' {
  import type { WitData } from 'mzhost:composition/types@0.1.0';
  export function read(path: string): WitData;
  export function readPart(path: string, offset: number, length: number): WitData;
  export function find(glob: string): { paths: string[]; truncated: boolean };
}

declare module 'mzhost:composition/http@0.1.0' {
  import type { WitData } from 'mzhost:composition/types@0.1.0';
  export interface WitHeader { name: string; value: string }
  export interface WitResponse { status: number; headers: WitHeader[]; body: WitData }
  export function request(
    service: string, containerPort: number, method: string, path: string, headers: WitHeader[], body: Uint8Array, timeoutMs: number,
  ): WitResponse;
}

declare module 'mzhost:composition/jobs@0.1.0' {
  import type { WitError, WitExecOptions, WitSqlTarget, WitText, WitVariable } from 'mzhost:composition/types@0.1.0';
  export interface WitOutcome { state: string; error?: WitError; output: WitText }
  export class Job {
    poll(): WitOutcome | undefined;
    wait(timeoutMs: number): WitOutcome;
    cancel(): WitOutcome;
  }
  export function exec(service: string, command: string[], options: WitExecOptions): Job;
  export function sql(target: WitSqlTarget, statements: string[]): Job;
  export function workflow(name: string, args: string[]): Job;
  export function testdriveFiles(globs: string[], options: WitVariable[]): Job;
  export function sqllogictestFiles(globs: string[], options: WitVariable[]): Job;
}

declare module 'mzhost:composition/log@0.1.0' {
  export function debug(message: string): void;
  export function info(message: string): void;
  export function warn(message: string): void;
  export function error(message: string): void;
}

declare module 'mzhost:composition/overrides@0.1.0' {
  export class Replacement { close(): void }
  export function replace(document: string): Replacement;
}

declare module 'mzhost:composition/sql@0.1.0' {
  import type { WitSqlTarget } from 'mzhost:composition/types@0.1.0';
  export interface WitRow { cells: (string | undefined)[] }
  export interface WitRows { columns: { name: string; typeName: string }[]; rows: WitRow[]; affected: number; truncated: boolean }
  export class Connection {
    query(statement: string, params: (string | undefined)[]): WitRows;
    execute(statement: string, params: (string | undefined)[]): number;
    batch(statements: string): void;
    close(): void;
  }
  export function connect(target: WitSqlTarget): Connection;
  export function connectWithin(target: WitSqlTarget, timeoutMs: number): Connection;
  export function waitForRows(target: WitSqlTarget, query: string, expected: WitRow[], timeoutMs: number): void;
}

declare module 'mzhost:composition/testdrive@0.1.0' {
  import type { WitVariable } from 'mzhost:composition/types@0.1.0';
  export interface WitSummary { files: number; commands: number; rewritten: number; ms: number }
  export function runTestdriveFiles(globs: string[], options: WitVariable[]): WitSummary;
  export function runTestdriveSource(name: string, source: string, options: WitVariable[]): WitSummary;
  export function runSqllogictestFiles(globs: string[], options: WitVariable[]): WitSummary;
  export function runSqllogictestSource(name: string, source: string, options: WitVariable[]): WitSummary;
}

declare module 'mzhost:composition/tests@0.1.0' {
  import type { WitError } from 'mzhost:composition/types@0.1.0';
  export class TestCase {
    passed(): void;
    failed(error: WitError): void;
  }
  export function startCase(name: string): TestCase;
}

declare module 'mzhost:composition/variables@0.1.0' {
  export function get(name: string): string | undefined;
  export function seed(): string;
  export function project(): string;
}
