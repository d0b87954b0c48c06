import { createServer } from 'node:http';

/** @import { IncomingMessage, Server, ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */

/** @param {(request: IncomingMessage, response: ServerResponse) => void} handle */
export const serve = async (handle) => {
  const server = createServer(handle);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return { server, port: /** @type {AddressInfo} */ (server.address()).port };
};

/** @param {Server} server */
export const close = (server) =>
  new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
