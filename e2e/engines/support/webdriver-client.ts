import { request } from 'node:http';

/** Longer than the driver's own limits for pages and scripts, so that the driver's error says what took too long. */
const TIMEOUT = 40_000;

const exchange = (method: string, url: string, payload: string | undefined) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const headers =
      payload === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(payload)) };
    // Each command uses a new connection: the driver drops idle connections, and a command on a dropped one is lost.
    const sent = request(url, { method, headers, agent: false, timeout: TIMEOUT }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.once('error', reject);
    });
    sent.once('timeout', () =>
      sent.destroy(new Error(`The driver did not answer ${method} ${url} within ${TIMEOUT / 1000} s.`)),
    );
    sent.once('error', reject).end(payload);
  });

/** Sends a command of the W3C WebDriver protocol and returns its value: https://www.w3.org/TR/webdriver2/ */
export const createWebDriverClient =
  (url: string) =>
  async <Value = null>(method: 'GET' | 'POST' | 'DELETE', path: string, body: object = {}): Promise<Value> => {
    const { status, text } = await exchange(method, url + path, method === 'POST' ? JSON.stringify(body) : undefined);
    const { value } = JSON.parse(text) as { value: Value & { error?: string; message?: string } };
    if (status !== 200) throw new Error(`${method} ${path} failed: ${value?.error}: ${value?.message}`);
    return value;
  };

export type WebDriverClient = ReturnType<typeof createWebDriverClient>;
