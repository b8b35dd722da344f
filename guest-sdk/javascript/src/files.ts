/** Test data in the composition's own folder, read-only. */
import * as host from 'mzhost:composition/files@0.1.0';

import { call } from './errors.ts';
import { decode } from './text.ts';

/** The content of a file as bytes; at most 16 MiB. */
export function read(path: string): Uint8Array {
  return call(() => host.read(path).content);
}

/** The content of a file as text; at most 16 MiB. */
export function readText(path: string): string {
  return decode(read(path));
}

/** A part of a file: `length` bytes from byte `offset`. */
export function readPart(path: string, offset: number, length: number): Uint8Array {
  return call(() => host.readPart(path, offset, length).content);
}

/** The files whose relative path fits a glob, sorted. */
export function find(glob: string): string[] {
  return call(() => host.find(glob).paths);
}
