import type { Driver, Tab } from './driver.ts';
import { createWebDriverClient } from './webdriver-client.ts';

/** The key of an element's id in an answer: https://www.w3.org/TR/webdriver2/#elements */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

const timeouts = { pageLoad: 30_000, script: 30_000 };

/** Creates a visitor with a separate session, over the W3C WebDriver at this address. */
export const createWebDriverDriver = async (url: string): Promise<Driver> => {
  const command = createWebDriverClient(url);
  const { sessionId } = await command<{ sessionId: string }>('POST', '/session', {
    capabilities: { alwaysMatch: { timeouts } },
  });
  const session = `/session/${sessionId}`;
  /** Stays open, because a session ends with its last window. */
  const anchor = await command<string>('GET', `${session}/window`);

  const createTab = (handle: string): Tab => {
    const on = async <Value = null>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Value> => {
      await command('POST', `${session}/window`, { handle });
      return command<Value>(method, session + path, body);
    };
    return {
      goto: async (address) => void (await on('POST', '/url', { url: address })),
      async click(selector) {
        const found = await on<Record<string, string>>('POST', '/element', { using: 'css selector', value: selector });
        await command('POST', `${session}/element/${found[ELEMENT]}/click`);
      },
      async evaluate<Result, Values extends unknown[]>(
        task: (...values: Values) => Result | Promise<Result>,
        ...values: Values
      ) {
        const script = `const done = arguments[arguments.length - 1];
          Promise.resolve()
            .then(() => (${task})(...Array.prototype.slice.call(arguments, 0, -1)))
            .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
        const answer = await on<{ value: Result; error?: string }>('POST', '/execute/async', { script, args: values });
        if (answer.error) throw new Error(answer.error);
        return answer.value;
      },
      url: () => on<string>('GET', '/url'),
      async close() {
        await on('DELETE', '/window');
        await command('POST', `${session}/window`, { handle: anchor });
      },
    };
  };

  return {
    async open() {
      const { handle } = await command<{ handle: string }>('POST', `${session}/window/new`, { type: 'tab' });
      return createTab(handle);
    },
    end: () => command('DELETE', session),
  };
};
