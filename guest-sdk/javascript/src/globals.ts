/** What programs expect of their surroundings and the interpreter does not have. */
import * as log from 'mzhost:composition/log@0.1.0';

import { show } from './errors.ts';
import { decode, encode } from './text.ts';

const printer = (print: (message: string) => void) => (...values: unknown[]) => print(values.map(show).join(' '));

const surroundings = globalThis as Record<string, unknown>;

surroundings['console'] ??= {
  debug: printer(log.debug),
  log: printer(log.info),
  info: printer(log.info),
  warn: printer(log.warn),
  error: printer(log.error),
};

surroundings['TextEncoder'] ??= class {
  encode = encode;
};

surroundings['TextDecoder'] ??= class {
  decode = decode;
};
