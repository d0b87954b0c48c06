import type { ConsoleGuard } from '../../support/console-guard.ts';

/** A tab of whichever engine, with the little that every driver can do. */
export interface Tab {
  goto(url: string): Promise<void>;
  click(selector: string): Promise<void>;
  /** The function runs in the page, so all that it needs comes as arguments. */
  evaluate<Result, Values extends unknown[]>(
    task: (...values: Values) => Result | Promise<Result>,
    ...values: Values
  ): Promise<Result>;
  url(): Promise<string>;
  /** As a visitor does: the page hears of it, and is gone when the promise resolves. */
  close(): Promise<void>;
}

/** The clock of all tabs of a visitor. It goes on by itself between two steps. */
export interface Clock {
  /** Before the first page is opened. */
  install(): Promise<void>;
  /** By so many milliseconds, with every timer that ends meanwhile, once. */
  advance(milliseconds: number): Promise<void>;
}

/** A visitor: the tabs share cookies and storage, and nothing with those of another driver. */
export interface Driver {
  open(): Promise<Tab>;
  /** Absent where the driver cannot cut the network. */
  setOffline?(isOffline: boolean): Promise<void>;
  /** Absent where the driver cannot set a clock. */
  clock?: Clock;
  /** What the pages said in their consoles, where the driver can read them. */
  console?: ConsoleGuard;
  end(): Promise<void>;
}

/** A running browser. */
export interface Engine {
  name: 'chromium' | 'firefox' | 'webkit';
  newDriver(): Promise<Driver>;
  stop(): Promise<void>;
}
