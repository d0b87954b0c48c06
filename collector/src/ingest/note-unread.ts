import type { IncomingMessage } from 'node:http';
import { isRefusal } from '../http/answers.js';
import type { Options } from '../options/collector-options.js';
import { clientAddress, storedAddress } from './client-address.js';
import type { FindBusiness } from './receive-batch.js';
import type { RefusalQueue } from './refusal-queue.js';

/** Answers that mean that the sender has to change something; after the others it comes again by itself. */
const lasting = [403, 413, 415];

export interface UnreadRequest {
  request: IncomingMessage;
  id: string | null;
  error: unknown;
  options: Pick<Options, 'trustProxy' | 'ipAddresses'>;
  findBusiness: FindBusiness;
  refusals: Pick<RefusalQueue, 'noteRequest'>;
}

/**
 * Notes a request that was refused before its body was read, by its reason alone. One for an unknown business is not noted: anybody can
 * send any number of them.
 */
export function noteUnread({ request, id, error, options, findBusiness, refusals }: UnreadRequest): void {
  if (id === null || !findBusiness(id) || !isRefusal(error) || !lasting.includes(error.statusCode)) return;
  const ip = storedAddress(clientAddress(request, options.trustProxy), options.ipAddresses);
  const bytes = Number(request.headers['content-length']);
  const arrival = { business: id, receivedAt: Date.now(), ip, trusted: false };
  refusals.noteRequest(arrival, error.errors, Number.isSafeInteger(bytes) && bytes > 0 ? bytes : 0);
}
