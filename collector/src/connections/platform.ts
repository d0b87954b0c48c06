/** A marketplace or shop platform whose accounts can be connected. */
export interface Platform {
  kind: string;
  /** What people call it. */
  name: string;
  /** Its part of addresses. */
  path: string;
  /** Begins to connect an account for a business. @returns the address at the platform where a person gives the leave */
  begin(business: string): Promise<string>;
}
