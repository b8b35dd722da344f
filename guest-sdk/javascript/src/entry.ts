/** What the module that `mzhost build` writes calls. Not for use by hand. */
import { Composition } from './composition.ts';
import { MzhostError, toWit } from './errors.ts';
import { followSeed } from './random.ts';
import { merge, type Declared } from './services.ts';

type Workflow = (composition: Composition, args: string[]) => unknown;

/** The Compose document of what a module exports as `SERVICES`. Throws the text to show. */
export function services(declared: unknown): string {
  followSeed();
  try {
    if (declared === undefined) {
      throw new MzhostError('the composition exports no SERVICES: `export const SERVICES = [service(…), catalog.kafka()];`');
    }
    const value = typeof declared === 'function' ? (declared as () => unknown)() : declared;
    return merge(...([value].flat() as Declared[]));
  } catch (thrown) {
    const { message, details } = toWit(thrown);
    const traceback = details.find(({ key }) => key === 'traceback');
    throw thrown instanceof MzhostError || !traceback ? message : `${message}\n${traceback.value}`;
  }
}

/** Runs a workflow. Throws the error in the form that crosses to the host. */
export function run(name: string, workflow: Workflow, args: string[]): void {
  followSeed();
  let result: unknown;
  try {
    result = workflow(new Composition(), args);
  } catch (thrown) {
    throw toWit(thrown);
  }
  if (typeof (result as PromiseLike<unknown> | undefined)?.then === 'function') {
    throw toWit(new MzhostError(`${name} is asynchronous: its end would not be waited for; write it without async and await`));
  }
}
