/** UTF-8 and back: the interpreter has no TextEncoder. */

/** A text as bytes. */
export function encode(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) {
      bytes.push(code);
    } else if (code < 0x800) {
      bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    } else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    } else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return new Uint8Array(bytes);
}

/** Bytes as a text; what is no UTF-8 is replaced. */
export function decode(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at]!;
    const length = first < 0x80 ? 1 : first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
    let code = length === 1 ? first : first & (0xff >> (length + 1));
    let read = 1;
    while (length > 1 && read < length && (bytes[at + read]! & 0xc0) === 0x80) {
      code = (code << 6) | (bytes[at + read]! & 63);
      read += 1;
    }
    const smallest = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
    const whole = length > 0 && read === length && code >= smallest && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    parts.push(whole ? String.fromCodePoint(code) : '\ufffd');
    at += read;
  }
  return parts.join('');
}

/** Text or bytes as bytes. */
export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? encode(content) : content;
}
