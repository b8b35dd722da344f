import * as host from 'mzhost:composition/tests@0.1.0';

import { call, toWit } from './errors.ts';

export function runCase(name: string, work: () => void): boolean {
  const begun = call(() => host.startCase(name));
  try {
    work();
  } catch (thrown) {
    call(() => begun.failed(toWit(thrown)));
    return false;
  }
  call(() => begun.passed());
  return true;
}
