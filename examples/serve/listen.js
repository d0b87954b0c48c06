/** @import { AddressInfo } from 'node:net' */
/** @import { Server } from 'node:http' */

/** @param {Server} server @param {number} port @param {string} host @returns {Promise<number>} */
const listenOn = (server, port, host) =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(/** @type {AddressInfo} */ (server.address()).port);
    });
  });

/** @param {unknown} error */
const isTaken = (error) => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/**
 * Starts to listen and answers the port.
 * @param {Server} server
 * @param {{ port: number, host: string, nextPort: boolean, log: (sentence: string) => void }} options
 *   with `nextPort` a taken port is replaced by the next free one
 */
export async function listen(server, { port, host, nextPort, log }) {
  for (let candidate = port; ; candidate = candidate < port + 20 && candidate < 65_535 ? candidate + 1 : 0) {
    try {
      const chosen = await listenOn(server, candidate, host);
      if (port !== 0 && chosen !== port) log(`Port ${port} is taken, using ${chosen} instead.`);
      return chosen;
    } catch (error) {
      if (!isTaken(error)) throw error;
      if (!nextPort) throw new Error(`Port ${port} on ${host} is taken; choose another one, or 0 for any free port.`);
    }
  }
}
