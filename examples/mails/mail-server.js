import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** @import { AddressInfo } from 'node:net' */
/**
 * @typedef {{ number: number, to: string, subject: string, html: string }} ArrivedMail
 *   `number` is when it came, in milliseconds; each has one of its own, also after a restart
 */

/** Mails that are kept, in memory. */
const MOST = 50;

/** Bytes of a mail. */
const LARGEST = 1024 * 1024;

/** @param {AsyncIterable<Buffer>} stream */
const readAll = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/**
 * Starts a mail server of this machine, which keeps what it gets and sends nothing on.
 *
 * @param {{ host: string, log: (sentence: string) => void }} options
 */
export const startMailServer = async ({ host, log }) => {
  /** @type {ArrivedMail[]} */
  const mails = [];

  /** @param {AsyncIterable<Buffer>} stream */
  const keep = async (stream) => {
    const { subject = '', html = '', to = [] } = await PostalMime.parse(await readAll(stream));
    const [receiver] = to;
    const number = Math.max(Date.now(), (mails[0]?.number ?? 0) + 1);
    mails.unshift({ number, to: receiver?.address ?? '', subject, html });
    mails.splice(MOST);
  };

  const server = new SMTPServer({
    authOptional: true,
    // Both ends are on this machine.
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: LARGEST,
    onData(stream, _session, done) {
      keep(stream).then(() => done(), done);
    },
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => {
      server.off('error', reject);
      resolve(undefined);
    });
  });
  server.on('error', (error) => log(`The mail server of the demo has a fault: ${error.message}`));
  const { port } = /** @type {AddressInfo} */ (server.server.address());

  return {
    url: `smtp://${host}:${port}`,
    /** The newest first. */
    mails: () => [...mails],
    close: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
};
