import { connect } from 'node:net';
import type { FuzzRequest } from './requests.ts';

export interface RawAnswer {
  /** 0 where the connection ended without an answer. */
  status: number;
  text: string;
}

const patience = 20_000;

/** The answer, as soon as it is whole: a stream of events is whole with its head. */
function readAnswer(received: Buffer, method: string): RawAnswer | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = received.toString('latin1', 0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? NaN);
  const body = received.subarray(end + 4);
  if (/^content-type: *text\/event-stream/im.test(head)) return { status, text: '' };
  // The collector's own answers have a length; Node itself refuses in chunks.
  if (/^transfer-encoding: *chunked/im.test(head)) {
    return body.toString('latin1').endsWith('0\r\n\r\n') ? { status, text: '' } : undefined;
  }
  const isWhole = method === 'HEAD' || status === 204 || status === 304 || body.length >= length;
  return isWhole ? { status, text: body.toString() } : undefined;
}

/**
 * Sends a request byte by byte as given, on a connection of its own.
 *
 * @param replace gives the value that is sent for the value of a header
 */
export function sendRaw(
  port: number,
  { method, target, headers, body, cutAt }: FuzzRequest,
  replace: (value: string) => string,
): Promise<RawAnswer> {
  const bytes = body?.();
  const all = [['Host', `127.0.0.1:${port}`], ...headers.map(([name, value]) => [name, replace(value)])];
  if (bytes) all.push(['Content-Length', String(bytes.length)]);
  const head = `${method} ${target} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    const settle = (answer: RawAnswer) => {
      clearTimeout(timer);
      resolve(answer);
      socket.destroy();
    };
    const timer = setTimeout(() => {
      socket.destroy();
      reject(
        new Error(
          `Not answered in ${patience} ms: ${head.slice(0, 300)} ${bytes?.length ?? 0} bytes; so far ${Buffer.concat(chunks).toString().slice(0, 300)}`,
        ),
      );
    }, patience);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const answer = readAnswer(Buffer.concat(chunks), method);
      if (answer) settle(answer);
    });
    socket.on('close', () => settle({ status: 0, text: Buffer.concat(chunks).toString() }));
    socket.write(head, 'latin1');
    if (bytes && cutAt === undefined) socket.write(bytes);
    if (bytes && cutAt !== undefined) {
      socket.write(bytes.subarray(0, Math.floor(bytes.length * cutAt)), () => setTimeout(() => socket.destroy(), 5));
    }
  });
}
