import * as host from 'mzhost:composition/testdrive@0.1.0';
import type { WitVariable } from 'mzhost:composition/types@0.1.0';

import { call } from './errors.ts';
import { variables } from './options.ts';

/** How files went that passed. */
export interface Summary {
  files: number;
  commands: number;
  rewritten: number;
  ms: number;
}

/** Named as the flags of `mzhost td`: `{ 'default-timeout': '30s', var: { round: 1 } }`. */
export interface TestOptions {
  /** Variables: `${arg.NAME}` in the files. */
  var?: Record<string, string | number | boolean>;
  [flag: string]: string | number | boolean | Record<string, string | number | boolean> | undefined;
}

/** The options as names and values. */
export function optionsOf({ var: vars, ...flags }: TestOptions): WitVariable[] {
  const set = Object.entries(flags).filter(([, value]) => value !== undefined);
  const named = Object.entries(vars ?? {}).map(([name, value]) => [`var.${name}`, value]);
  return variables(Object.fromEntries([...set, ...named]));
}

export function files(globs: string | string[], options: TestOptions): Summary {
  return call(() => host.runTestdriveFiles([globs].flat(), optionsOf(options)));
}

export function source(name: string, text: string, options: TestOptions): Summary {
  return call(() => host.runTestdriveSource(name, text, optionsOf(options)));
}

export function sqllogictestFiles(globs: string | string[], options: TestOptions): Summary {
  return call(() => host.runSqllogictestFiles([globs].flat(), optionsOf(options)));
}

export function sqllogictestSource(name: string, text: string, options: TestOptions): Summary {
  return call(() => host.runSqllogictestSource(name, text, optionsOf(options)));
}
