import { stringify } from '../base/json.js';

/** The options of the destination `hellotext`. */
export interface HellotextOptions {
  /** Address of the API. Default `https://api.hellotext.com/v1`. */
  apiRoot?: string;
  /**
   * Whether to send an event again when it is unknown if it has arrived. The API has no event ids, so with `true` it may count
   * some events twice, and with `false` some may be lost. Orders and identifications are always sent again, since the API stores
   * them once. Default `false`.
   */
  resend?: boolean;
}

/** @throws TypeError if an option is wrong; the message names the option and the allowed values */
export const checkHellotextOptions = ({ apiRoot, resend = false }: HellotextOptions): Required<HellotextOptions> => {
  const root = apiRoot ?? 'https://api.hellotext.com/v1';
  if (typeof root !== 'string' || !/^https?:\/\/[^/]/.test(root)) {
    throw new TypeError(`apiRoot must be an http address; got ${stringify(apiRoot)}`);
  }
  if (typeof resend !== 'boolean') throw new TypeError(`resend must be true or false; got ${stringify(resend)}`);
  return { apiRoot: root.replace(/\/+$/, ''), resend };
};
