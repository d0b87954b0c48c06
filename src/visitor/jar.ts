/**
 * Stores the few values that identify a visitor, each under its own name. The page stores them in cookies, and in localStorage
 * if the browser refuses a cookie.
 */
export interface Jar {
  /** Prefix of the names of all cookies. */
  prefix: string;
  /** Returns the cookie's value; `undefined` if there is none or cookies cannot be read. */
  read(name: string): string | undefined;
  /** Returns the value that was stored because the cookie was refused; `undefined` if there is none, or while storage is idle. */
  readFallback(name: string): string | undefined;
  /** Returns `true` while storage need not be read, because the visit's cookie says that it holds nothing that matters now. */
  isStorageIdle(): boolean;
  /** Ends the idle state of storage: `readFallback` reads it from now on. */
  useStorage(): void;
  /** Writes a cookie. Returns `false` if the browser refuses it. */
  setCookie(name: string, value: string): boolean;
  /**
   * Writes a cookie, or stores the value if the browser refuses the cookie.
   * @param short what the cookie holds if the value is too long for it; then the value itself is stored
   */
  set(name: string, value: string, short?: string): void;
  /** Removes the stored value, and every copy of the cookie that this page can reach. */
  remove(name: string): void;
  /** Removes the cookie from these domains. Default: from all that this page can reach. */
  clear(name: string, domains?: (string | undefined)[]): void;
  /** Returns the domain of the cookies; empty if they belong to this host alone. */
  domain(): string | undefined;
  /** Uses a domain that an earlier page has found. */
  useDomain(domain: string): void;
}
