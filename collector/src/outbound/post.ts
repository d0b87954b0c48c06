import { lookup as lookupName, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** Bytes of an answer that are read; the rest is nobody's business. */
const mostRead = 4096;

export interface PostRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Milliseconds for all of it: finding the address, connecting, sending, and the answer. */
  timeout: number;
  /** Whether it may lead to this machine and to private networks. */
  mayBeLocal: boolean;
  signal?: AbortSignal;
}

export interface PostAnswer {
  /** null where no answer came. */
  status: number | null;
  headers: Record<string, string | string[] | undefined>;
  /** The beginning of the body. */
  text: string;
  /** Why there is no answer. */
  error: string | null;
  /** Whether anything can have arrived at the receiver. */
  isSent: boolean;
}

export type Post = (request: PostRequest) => Promise<PostAnswer>;

/** Finds the addresses of a name. */
export type Resolve = (
  name: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const refusedAddress = (host: string) =>
  `The address of ${host} is not one of the internet, so nothing is sent there; the option localReceivers allows it.`;

/** Looks up a name, and gives the connection only addresses that may be reached: a second look could find others. */
const onlyPublic =
  (resolve: Resolve): LookupFunction =>
  (name, options, callback) => {
    const { all, ...others } = options;
    resolve(name, { ...others, all: true }, (error, addresses) => {
      const allowed = error ? [] : addresses.filter(({ address }) => isPublicAddress(address));
      const [first] = allowed;
      if (error) callback(error, '', 4);
      else if (!first) callback(new Error(refusedAddress(name)), '', 4);
      else if (all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };

const nothing = { status: null, headers: {}, text: '' };

/** Sends one request over a connection of its own. It follows no redirect, and never rejects. */
export function createPost(resolveName: Resolve = lookupName): Post {
  const lookup = onlyPublic(resolveName);

  return ({ url: address, headers, body, timeout, mayBeLocal, signal }) => {
    const url = new URL(address);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // Where the host is an address, no name is looked up.
    if (!mayBeLocal && isIP(host) && !isPublicAddress(host)) {
      return Promise.resolve({ ...nothing, error: refusedAddress(host), isSent: false });
    }
    return new Promise((resolve) => {
      let isSent = false;
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const request = send(url, {
        method: 'POST',
        headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
        agent: false,
        ...(mayBeLocal ? {} : { lookup }),
      });
      const giveUp = (reason: string) => request.destroy(new Error(reason));
      const timer = setTimeout(() => giveUp(`There was no answer within ${timeout / 1000} seconds.`), timeout);
      const onAbort = () => giveUp('The collector was stopped meanwhile.');
      const end = (answer: PostAnswer) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        resolve(answer);
      };
      signal?.addEventListener('abort', onAbort);
      if (signal?.aborted) onAbort();

      request.on('socket', (socket) => {
        socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (isSent = true));
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        // Where a name has several addresses, Node tells what happened by the code alone.
        end({ ...nothing, error: error.message || error.code || 'The connection failed.', isSent });
      });
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        // An answer whose body breaks off or hangs is an answer all the same: its status is known.
        const finish = () => {
          const text = Buffer.concat(chunks).subarray(0, mostRead).toString('utf8');
          end({ status: response.statusCode ?? null, headers: response.headers, text, error: null, isSent: true });
          response.destroy();
        };
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size >= mostRead) finish();
        });
        response.on('end', finish).on('close', finish).on('error', finish);
      });
      request.end(body);
    });
  };
}
