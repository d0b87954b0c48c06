import type { Transport } from '../base/env.js';
import { LIBRARY } from '../base/library.js';
import { log } from '../base/log.js';
import type { Envelope } from './batch-body.js';
import { createDelivery } from './delivery.js';
import type { DeliveryParts } from './delivery.js';

interface EndpointParts extends Omit<DeliveryParts, 'transport' | 'envelope' | 'onWrong'> {
  /** Absolute. */
  endpoint: string;
  /** How requests leave; it gets the endpoint with the business id in its query. */
  transport: (address: string) => Transport;
  /** Who sends a batch: session, locale, time zone and consent, where known. */
  sender: () => Envelope;
}

/** Tells the developer once that the account or the address is wrong. */
export const createComplaint = (where: string, businessId: string) => {
  let hasComplained = false;
  return (status: number): void => {
    if (!hasComplained) {
      log(`${where} answered ${status}: check the address and the business id "${businessId}"; events are kept`);
    }
    hasComplained = true;
  };
};

/** Delivery by the batch protocol to one endpoint. */
export const createEndpointDelivery = ({ businessId, endpoint, transport, sender, ...parts }: EndpointParts) => {
  // The business id is in the query too, so a server can refuse a request before it reads the body.
  const address = endpoint.replace(/#.*/, '');
  return createDelivery({
    ...parts,
    businessId,
    transport: transport(`${address}${address.includes('?') ? '&' : '?'}b=${businessId}`),
    envelope: () => ({ v: 1, business: businessId, library: LIBRARY, ...sender() }),
    onWrong: createComplaint(endpoint, businessId),
  });
};
