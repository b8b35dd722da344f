import * as host from 'mzhost:composition/overrides@0.1.0';

import { call } from './errors.ts';
import { merge, type Declared } from './services.ts';

/** Services that are replaced. */
export class Replacement {
  readonly #replacement: host.Replacement;

  constructor(replacement: host.Replacement) {
    this.#replacement = replacement;
  }

  /** Puts the services back. Closing it again does nothing. */
  close(): void {
    call(() => this.#replacement.close());
  }

  /** Does some work, and puts the services back whatever comes of it. */
  during<T>(work: () => T): T {
    try {
      return work();
    } finally {
      this.close();
    }
  }
}

export function replace(services: Declared[]): Replacement {
  const document = merge(...services);
  return new Replacement(call(() => host.replace(document)));
}
