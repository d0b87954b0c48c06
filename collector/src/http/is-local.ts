import type { IncomingMessage } from 'node:http';

const loopback = /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/;

/** Headers by which a proxy says that it hands on a request of somebody else. */
const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

/**
 * Whether a request comes from this machine, by this machine's own address. The peer's address is looked at, because `Host` can be
 * forged; `Host` is looked at, because a page elsewhere can point a name of its own at 127.0.0.1 (DNS rebinding), and the browser
 * then sends that name; and what a proxy on this machine hands on comes from somewhere else.
 *
 * @param port that the collector listens on
 */
export function isLocal({ socket, headers }: IncomingMessage, port: number): boolean {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  // Browsers leave the port out where it is 80.
  const hosts = names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
  return (
    loopback.test(socket.remoteAddress ?? '') &&
    hosts.includes(headers.host ?? '') &&
    forwarding.every((name) => headers[name] === undefined)
  );
}
