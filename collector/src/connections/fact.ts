/** Something about an order that is true now and was not told. */
export interface Fact {
  action: string;
  /** The same facts have the same key, so that a fact is stored once whoever sees it. */
  key: string[];
  /** Unix milliseconds. */
  at: number;
  props: Record<string, unknown>;
}
