/** `Math.random` by the run's seed. The interpreter's own begins in each run where it was when the component was built. */
import { seed } from 'mzhost:composition/variables@0.1.0';

let state: number | undefined;

/** From here on, `Math.random` follows the seed. Not while the module is loaded: that is a part of the build, where nobody answers calls. */
export function followSeed(): void {
  Math.random = () => {
    state ??= [...seed()].reduce((hash, character) => Math.imul(hash ^ character.charCodeAt(0), 0x01000193), 0x811c9dc5);
    // 53 bits, as many as a number can hold.
    return ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  };
}

/** The next 32 bits of Mulberry32. */
function next(): number {
  state = ((state ?? 0) + 0x6d2b79f5) | 0;
  let bits = Math.imul(state ^ (state >>> 15), 1 | state);
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
  return bits ^ (bits >>> 14);
}
