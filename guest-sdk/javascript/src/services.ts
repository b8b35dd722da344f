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
export type Declared = Document | string;

/** A service of one's own, with the keys of Compose. */
export function service(name: string, definition: ServiceDefinition): Document {
  return { services: { [name]: definition } };
}

/** A service of the catalog, as a Compose document; the names of parameters are as this language writes them. */
export function ofCatalog(kind: string, parameters: object, overrides: ServiceDefinition): string {
  const named = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const snake = Object.fromEntries(named.map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]));
  return call(() => host.service(kind, JSON.stringify(snake), JSON.stringify(overrides)));
}

/** Documents put together to one, by the merge rules of the Compose specification. */
export function merge(...documents: Declared[]): string {
  const texts = documents.map((document) => {
    if (typeof document === 'string') return document;
    if (typeof document === 'object' && document !== null) return JSON.stringify(document);
    throw new MzhostError(`a service is what service(), the catalog or a Compose document gives, not ${typeof document}`);
  });
  return texts.length === 1 ? texts[0]! : call(() => host.merge(texts));
}
