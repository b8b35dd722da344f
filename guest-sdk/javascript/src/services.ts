import * as host from 'mzhost:composition/catalog@0.1.0';

import { call, MzhostError } from './errors.ts';

/** The keys of a Compose service: `image`, `command`, `environment`, `depends_on`, `healthcheck`, `x-mzhost` … */
export interface ServiceDefinition {
  image?: string;
  build?: string | object;
  command?: string | string[];
  entrypoint?: string | string[];
  environment?: Record<string, string | number | boolean | null> | string[];
  depends_on?: string[] | Record<string, object>;
  healthcheck?: object;
  ports?: (string | number | object)[];
  volumes?: (string | object)[];
  'x-mzhost'?: object;
  [key: string]: unknown;
}

/** A Compose document. */
export interface Document {
  services?: Record<string, ServiceDefinition>;
  volumes?: Record<string, object | null>;
  networks?: Record<string, object | null>;
  [key: string]: unknown;
}

/** What `SERVICES` may hold: documents as objects, as YAML or JSON text, or what `service` and the catalog give. */
export type Declared = CatalogService | Document | string;

/** A service of one's own, with the keys of Compose. */
export function service(name: string, definition: ServiceDefinition): Document {
  return { services: { [name]: definition } };
}

/** A service of the catalog. The host makes a Compose document of it when the services are asked for, not before. */
export class CatalogService {
  readonly #kind: string;
  readonly #parameters: object;
  readonly #overrides: ServiceDefinition;

  constructor(kind: string, parameters: object, overrides: ServiceDefinition) {
    this.#kind = kind;
    this.#parameters = parameters;
    this.#overrides = overrides;
  }

  /** The Compose document as JSON text. */
  document(): string {
    const named = Object.entries(this.#parameters).filter(([, value]) => value !== undefined);
    // The catalog writes names with underscores.
    const snake = named.map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]);
    const parameters = JSON.stringify(Object.fromEntries(snake));
    return call(() => host.service(this.#kind, parameters, JSON.stringify(this.#overrides)));
  }
}

/** Documents put together to one, by the merge rules of the Compose specification. */
export function merge(...documents: Declared[]): string {
  const texts = documents.map(text);
  return texts.length === 1 ? texts[0]! : call(() => host.merge(texts));
}

function text(declared: Declared): string {
  if (typeof declared === 'string') return declared;
  if (declared instanceof CatalogService) return declared.document();
  if (typeof declared === 'object' && declared !== null) return JSON.stringify(declared);
  throw new MzhostError(`a service is what service() or the catalog gives, or a Compose document, not ${typeof declared}`);
}
