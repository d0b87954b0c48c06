import type { ConsoleGuard } from '../../support/console-guard.ts';

/** A tab of any engine, with what every driver can do. */
export interface Tab {
  goto(url: string): Promise<void>;
  click(selector: string): Promise<void>;
  /** Runs the function in the page, so it can use only its arguments. */
  evaluate<Result, Values extends unknown[]>(
    task: (...values: Values) => Result | Promise<Result>,
    ...values: Values
  ): Promise<Result>;
  url(): Promise<string>;
  /** Closes the tab as a visitor does: the page gets its events, and is gone when the promise resolves. */
  close(): Promise<void>;
}

/** The clock of all tabs of a visitor. It continues to run between two steps. */
export interface Clock {
  /** Must be called before the first page is opened. */
  install(): Promise<void>;
  /** Advances the clock by milliseconds, and runs each timer that is due, once. */
  advance(milliseconds: number): Promise<void>;
}

/** A visitor: the tabs share cookies and storage with each other, and with no other driver. */
export interface Driver {
  open(): Promise<Tab>;
  /** Missing if the driver cannot cut the network. */
  setOffline?(isOffline: boolean): Promise<void>;
  /** Missing if the driver cannot set a clock. */
  clock?: Clock;
  /** What the pages have written to their consoles; missing if the driver cannot read it. */
  console?: ConsoleGuard;
  end(): Promise<void>;
}

/** A running browser. */
export interface Engine {
  name: 'chromium' | 'firefox' | 'webkit';
  newDriver(): Promise<Driver>;
  stop(): Promise<void>;
}
