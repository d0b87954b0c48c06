import { log } from '../base/log.js';

/** Tells the developer once that the account or the address is wrong. */
export const createComplaint = (where: string, businessId: string) => {
  let hasComplained = false;
  return (status: number): void => {
    if (!hasComplained) {
      log(
        `${where} answered ${status}: check address, business id "${businessId}" and allowed origins; events are kept`,
      );
    }
    hasComplained = true;
  };
};
