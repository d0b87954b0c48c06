/**
 * The few values that make a visitor known, each under a name of its own. The page keeps them in cookies, and in localStorage
 * where the browser refuses a cookie.
 */
export interface Jar {
  /** Begins the names of all cookies. */
  prefix: string;
  /** The cookie's value; `undefined` where there is none or cookies cannot be read. */
  read(name: string): string | undefined;
  /** The value that was stored because the cookie was refused; `undefined` while storage need not be read. */
  readFallback(name: string): string | undefined;
  /** `true` while storage need not be read, because the visit's cookie says that it holds nothing that matters now. */
  isStorageIdle(): boolean;
  /** From now on storage is read. */
  useStorage(): void;
  /** Writes a cookie; `false` where the browser refuses it. */
  setCookie(name: string, value: string): boolean;
  /** Writes a cookie, or stores the value where the browser refuses the cookie. */
  set(name: string, value: string): void;
  /** Removes the cookie and the stored value. */
  remove(name: string): void;
  /** The domain of the cookies; empty for this host alone. */
  domain(): string | undefined;
  /** Uses a domain that an earlier page has found. */
  useDomain(domain?: string): void;
}
