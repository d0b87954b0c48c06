import { parseArgs } from 'node:util';
import { LIBRARY } from '../base/library.js';
import { CannotLook } from './cannot-look.js';
import type { OpenedBrowser } from './driver.js';
import { openBrowser } from './driver.js';
import type { Report } from './report.js';
import { emptyReport, shownAddress, toReport } from './report.js';
import { createTeller, tellFindings } from './tell.js';
import { visit } from './visit.js';

const VERSION = LIBRARY.replace('vitrina/', '');
const DEFAULT_TIMEOUT_S = 30;

export const USAGE = `vitrina check <address> [options]

Opens a page of a shop in a headless browser, then a product and the cart, and says whether Vitrina works there: its tag, version,
options, platform, consent, events, and what keeps them from being delivered. It sends no event, buys nothing, and puts nothing
into the cart unless you ask for it.

  --product <address>   the product to open; otherwise one to which the page leads
  --cart                put the product into the cart of this visit
  --consent             agree, as a visitor who accepts
  --send                send the events of the check, so that they are counted
  --browser <path>      a Chromium, Chrome or Edge; otherwise one that is found, or Playwright's own
  --insecure            accept certificates that browsers do not, as of a test shop
  --timeout <seconds>   for opening one page; ${DEFAULT_TIMEOUT_S} if not given
  --json                print one JSON object instead of lines
  --help                print this text

Exit code 0: in order; 1: something is wrong; 2: the check could not look.
`;

/** Where the command speaks, and what it takes from its surroundings. */
export interface Io {
  /** Writes a line of the result. */
  print: (line: string) => void;
  /** Writes a line about trouble. */
  complain: (line: string) => void;
  openBrowser?: (path?: string) => Promise<OpenedBrowser>;
}

/** Control characters of a stranger's page could change what a terminal shows. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const readArguments = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        product: { type: 'string' },
        cart: { type: 'boolean', default: false },
        consent: { type: 'boolean', default: false },
        send: { type: 'boolean', default: false },
        browser: { type: 'string' },
        insecure: { type: 'boolean', default: false },
        timeout: { type: 'string', default: String(DEFAULT_TIMEOUT_S) },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new CannotLook(error instanceof Error ? error.message : String(error));
  }
};

const readAddress = (text: string): URL => {
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new CannotLook('This is no address of a page: give one such as https://shop.example.');
};

const readTimeout = (text: string): number => {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 600) return seconds * 1000;
  throw new CannotLook(`--timeout ${text} is no time: give seconds from 1 to 600.`);
};

/** Checks a shop and resolves with the exit code. */
const check = async (args: string[], { print, complain, openBrowser: open = openBrowser }: Io): Promise<number> => {
  let isJson = args.includes('--json');
  let shown = '';
  try {
    const { values, positionals } = readArguments(args);
    isJson = values.json;
    if (values.help) {
      print(USAGE);
      return 0;
    }
    const [text, ...more] = positionals;
    if (text === undefined || more.length > 0)
      throw new CannotLook('Give one address: vitrina check https://shop.example.');
    const address = readAddress(text);
    shown = shownAddress(address.href);
    const timeout = readTimeout(values.timeout);
    const product = values.product && readAddress(new URL(values.product, address).href).href;
    const say = isJson ? () => {} : (line: string) => print(line.replace(CONTROL, ''));
    const opened = await open(values.browser);
    try {
      say(`The browser is ${opened.found}, version ${opened.browser.version()}.`);
      const options = {
        ...{ address, product, timeout, version: VERSION, isAdding: values.cart, isGranting: values.consent },
        ...{ isSending: values.send, isInsecure: values.insecure },
      };
      const report = toReport(shown, await visit(opened.browser, options, createTeller(say)));
      if (isJson) print(JSON.stringify(report, undefined, 2));
      else tellFindings(report, say);
      return report.exitCode;
    } finally {
      await opened.close();
    }
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    const told = error instanceof CannotLook ? sentence : `The check has failed: ${sentence.split('\n')[0]}`;
    const report: Report = { ...emptyReport(shown, VERSION), error: told };
    if (isJson) print(JSON.stringify(report, undefined, 2));
    else complain(told);
    return 2;
  }
};

/** Runs what the command line says, and resolves with the exit code. */
export const runCommand = async ([command, ...args]: string[], io: Io): Promise<number> => {
  if (command === 'check') return check(args, io);
  const isAsked = command === '--help' || command === 'help';
  (isAsked ? io.print : io.complain)(USAGE);
  return isAsked ? 0 : 2;
};
