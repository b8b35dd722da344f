import * as host from 'mzhost:composition/sql@0.1.0';
import type { WitSqlTarget } from 'mzhost:composition/types@0.1.0';

import { call, MzhostError } from './errors.ts';

export type { SqlOptions } from './options.ts';

/** A value for `$1`, `$2` …: the server gets its text. */
export type Parameter = string | number | bigint | boolean | null | undefined;

const WAIT_MS = 60_000;

/** Rows as the server's own texts; null is NULL. */
export class Rows {
  /** Names of the columns. */
  readonly columns: string[];
  /** Names of the columns' types, as the server calls them. */
  readonly types: string[];
  /** The cells of each row. */
  readonly rows: (string | null)[][];
  /** Rows returned or changed. */
  readonly affected: number;
  /** Whether rows are missing because a limit was reached. */
  readonly truncated: boolean;

  constructor(rows: host.WitRows) {
    this.columns = rows.columns.map(({ name }) => name);
    this.types = rows.columns.map(({ typeName }) => typeName);
    this.rows = rows.rows.map(({ cells }) => cells.map((cell) => cell ?? null));
    this.affected = rows.affected;
    this.truncated = rows.truncated;
  }

  /** Each row as an object with the columns' names. */
  objects(): Record<string, string | null>[] {
    return this.rows.map((row) => Object.fromEntries(this.columns.map((name, at) => [name, row[at] ?? null])));
  }

  /** The only cell of the only row. */
  value(): string | null {
    const [row] = this.rows;
    if (this.rows.length !== 1 || row?.length !== 1) {
      throw new MzhostError(`wanted one row with one column, got ${this.rows.length} with ${this.columns.length}`);
    }
    return row[0] ?? null;
  }
}

/** A connection in autocommit mode. */
export class Connection {
  readonly #connection: host.Connection;

  constructor(connection: host.Connection) {
    this.#connection = connection;
  }

  /** Runs one statement and returns its rows. */
  query(statement: string, ...parameters: Parameter[]): Rows {
    return new Rows(call(() => this.#connection.query(statement, texts(parameters))));
  }

  /** Runs one statement and returns the number of rows that it changed. */
  execute(statement: string, ...parameters: Parameter[]): number {
    return call(() => this.#connection.execute(statement, texts(parameters)));
  }

  /** Runs statements separated by semicolons, in one implicit transaction. */
  batch(statements: string): void {
    call(() => this.#connection.batch(statements));
  }

  /** Closes it. Closing twice is fine. */
  close(): void {
    this.#connection.close();
  }
}

/** Where and as whom to connect. */
export class SqlTarget {
  readonly #target: WitSqlTarget;

  constructor(target: WitSqlTarget) {
    this.#target = target;
  }

  /** Connects; with `withinMs`, trying again until the server answers. */
  connect(options: { withinMs?: number } = {}): Connection {
    const connect = () => (options.withinMs === undefined ? host.connect(this.#target) : host.connectWithin(this.#target, options.withinMs));
    return new Connection(call(connect));
  }

  /** Runs one statement on a connection of its own and returns its rows. */
  query(statement: string, ...parameters: Parameter[]): Rows {
    return this.#once((connection) => connection.query(statement, ...parameters));
  }

  /** Runs one statement on a connection of its own and returns the number of rows that it changed. */
  execute(statement: string, ...parameters: Parameter[]): number {
    return this.#once((connection) => connection.execute(statement, ...parameters));
  }

  /** Runs statements separated by semicolons on a connection of their own. */
  batch(statements: string): void {
    this.#once((connection) => connection.batch(statements));
  }

  /** Runs a query again and again until it answers exactly these rows, in any order. */
  waitForRows(query: string, expected: Parameter[][], options: { timeoutMs?: number } = {}): void {
    const rows = expected.map((row) => ({ cells: texts(row) }));
    call(() => host.waitForRows(this.#target, query, rows, options.timeoutMs ?? WAIT_MS));
  }

  #once<T>(work: (connection: Connection) => T): T {
    const connection = this.connect();
    try {
      return work(connection);
    } finally {
      connection.close();
    }
  }
}

function texts(parameters: Parameter[]): (string | undefined)[] {
  return parameters.map((value) => (value === null || value === undefined ? undefined : String(value)));
}
