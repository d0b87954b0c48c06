/**
 * @typedef {object} Received a request as the endpoint has got it
 * @property {string} method
 * @property {URL} url
 * @property {Buffer} body
 *
 * @typedef {object} TrackedEvent
 * @property {string} [id] by which a server can tell a repetition, if the client sends one
 * @property {string} name
 * @property {{ n?: number, isPoison?: boolean }} [metadata] what the test has put into the event
 *
 * @typedef {{ status?: number, type?: string, body: string }} Answer
 *
 * @typedef {object} Client
 * @property {string} name
 * @property {string} [package] its name in the registry; Vitrina's file is the one that the build has made
 * @property {string} [code] of the file that the page loads; the address of that file says in `api` where the endpoint is
 * @property {string} configured in what it differs from an example of its documentation, and why, for the page
 * @property {(api: string) => string} [query] of the script's address, where `api` is not what it reads
 * @property {(properties: string) => string} track the call that reports one event, as code; `properties` is code too
 * @property {(request: Received) => TrackedEvent[] | undefined} decode the events of a request, or `undefined` if it carries none
 * @property {(request: Received, events: number) => Answer} accept what its own server answers to events that it takes
 * @property {(request: Received, poisoned: number[]) => Answer} [refuse] what its own server answers with 400
 * @property {(request: Received) => Answer | undefined} [settings] what it asks for before or beside events
 */

/** @param {unknown} value @returns {Answer} */
export const json = (value) => ({ type: 'application/json', body: JSON.stringify(value) });

/** Reads the address of the endpoint in a client's own file. */
export const API = `const api = new URL(document.currentScript.src).searchParams.get('api');`;

/** @param {any} properties @returns {TrackedEvent['metadata']} */
export const metadataOf = (properties) => properties?.metadata;

/** An event in Segment's format, which RudderStack speaks, too. @param {Record<string, any>} event */
export const toSegmentEvent = ({ messageId, type, event, properties }) => ({
  id: messageId,
  name: event ?? type,
  metadata: metadataOf(properties),
});
