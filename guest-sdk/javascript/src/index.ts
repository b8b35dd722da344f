/**
 * Write mzhost workflows in JavaScript or TypeScript.
 *
 * A composition is a folder with `composition.js` or `composition.ts`. It exports `SERVICES`, what runs in containers, and a
 * function for each workflow: `workflowSimpleTest` becomes the workflow `simple-test`, and the comment above it its description.
 *
 * ```js
 * import { assert, catalog } from 'mzhost';
 *
 * export const SERVICES = [catalog.postgres({ name: 'db' })];
 *
 * /** The server answers. *\/
 * export function workflowDefault(c) {
 *   c.up('db');
 *   assert(c.sql('db').query('select 1').value() === '1', 'one is not one');
 * }
 * ```
 *
 * Workflows are synchronous: every call waits for its answer. There is no file system and no network but by the calls of
 * `Composition`.
 */

export { Composition } from './composition.ts';
export type {
  ContainerState, Execution, ExecOptions, ResourceUsage, StopOptions, UpOptions, WaitOptions,
} from './composition.ts';
export { assert, MzhostError } from './errors.ts';
export type { ErrorOptions } from './errors.ts';
export { Connection, Rows, SqlTarget } from './sql.ts';
export type { SqlOptions } from './sql.ts';
export { Job } from './jobs.ts';
export type { Outcome } from './jobs.ts';
export { Replacement } from './overrides.ts';
export { Response } from './http.ts';
export type { RequestOptions } from './http.ts';
export type { Summary, TestOptions } from './testdrive.ts';
export { CatalogService, merge, service } from './services.ts';
export type { Declared, Document, ServiceDefinition } from './services.ts';
export * as catalog from './catalog.ts';
export * as files from './files.ts';
export * as log from './log.ts';
export * as variables from './variables.ts';
