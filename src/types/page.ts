/**
 * A type of the browser by the name of its class, and `Otherwise` in a program that is compiled without the DOM library, which
 * must be able to import the package too.
 */
export type OfPage<Name extends string, Otherwise = unknown> =
  typeof globalThis extends Record<Name, { prototype: infer Type }> ? Type : Otherwise;

/** A `URL`. */
export type PageUrl = OfPage<
  'URL',
  {
    readonly href: string;
    readonly origin: string;
    readonly host: string;
    readonly hostname: string;
    readonly pathname: string;
    readonly search: string;
    readonly hash: string;
    toString(): string;
  }
>;

/** An `Event`. */
export type PageEvent = OfPage<'Event'>;
