/** Stacks in the user's own files and lines: the source map that the build leaves at the end of the bundle, read when something fails. */

interface SourceMap {
  sources: string[];
  /** As in every source map, format version 3. */
  mappings: string;
}

/** A place in a source, from 1. */
interface Place {
  source: string;
  line: number;
  column: number;
}

/** From a column of a line of the bundle on, both from 0. */
interface Segment {
  column: number;
  place: Place;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const FRAME = /^\s*at (.*?)\(?(?:\S*\/)?bundle\.js:(\d+):(\d+)\)?$/;
/** Frames that say nothing of the user's program. */
const OURS = '.mzhost/';

/** The stack of an error. Its first lines are kept as they are when nothing of it can be translated. */
export function userStack(stack: string): string {
  const map = (globalThis as { mzhostSourceMap?: SourceMap }).mzhostSourceMap;
  const lines = stack.trimEnd().split('\n');
  if (!map) return lines.join('\n');
  const segments = decode(map);
  const translated = lines.flatMap((line) => {
    const [, name, row, column] = FRAME.exec(line) ?? [];
    if (name === undefined) return [line];
    const place = placeOf(segments[Number(row) - 1] ?? [], Number(column) - 1);
    if (!place || place.source.startsWith(OURS)) return [];
    return [`    at ${name}(${place.source}:${place.line}:${place.column})`];
  });
  return translated.length > 0 ? translated.join('\n') : lines.join('\n');
}

function placeOf(segments: Segment[], column: number): Place | undefined {
  let found: Place | undefined = segments[0]?.place;
  for (const segment of segments) {
    if (segment.column > column) break;
    found = segment.place;
  }
  return found;
}

/** The segments of each line. */
function decode({ sources, mappings }: SourceMap): Segment[][] {
  let [source, line, column] = [0, 0, 0];
  return mappings.split(';').map((row) => {
    let start = 0;
    const segments: Segment[] = [];
    for (const text of row.split(',')) {
      const [ahead, sourceAhead, lineAhead, columnAhead] = numbers(text);
      if (ahead === undefined) continue;
      start += ahead;
      if (sourceAhead === undefined) continue;
      source += sourceAhead;
      line += lineAhead ?? 0;
      column += columnAhead ?? 0;
      segments.push({ column: start, place: { source: sources[source] ?? '?', line: line + 1, column: column + 1 } });
    }
    return segments;
  });
}

/** The numbers of a segment: base 64, five bits a digit, the lowest first, the sign in the lowest bit. */
function numbers(text: string): number[] {
  const found: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of text) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    found.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return found;
}
