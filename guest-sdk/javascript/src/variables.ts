/** What the user granted to the composition. */
import * as host from 'mzhost:composition/variables@0.1.0';

/** The value of an environment variable that the user granted with `--allow-env NAME`. */
export function get(name: string): string | undefined {
  return host.get(name) ?? undefined;
}

/** The run's seed: `--seed` repeats it. */
export function seed(): string {
  return host.seed();
}

/** The project's name, which prefixes all container names. */
export function project(): string {
  return host.project();
}
