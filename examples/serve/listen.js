const NEIGHBOURS = 20;

/**
 * Listens on the port that was asked for, or on one of the next that is free, or on any.
 *
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<number>} the port that it listens on
 */
export const listen = async (server, port, host) => {
  const candidates = port === 0 ? [0] : [...Array.from({ length: NEIGHBOURS }, (_, step) => port + step), 0];
  for (const candidate of candidates.filter((number) => number < 65536)) {
    try {
      await listenOnce(server, candidate, host);
      const address = server.address();
      if (address !== null && typeof address === 'object') return address.port;
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    }
  }
  throw new Error(`No port from ${port} on is free on ${host}: stop another server, or choose another port.`);
};

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<void>}
 */
const listenOnce = (server, port, host) =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
