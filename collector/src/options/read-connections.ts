import type { ConnectionOptions } from './collector-options.js';

/**
 * The connections of a configuration file. Secrets that are not in it are taken from the environment, so that the file can be shown
 * around.
 *
 * @param ofFile as it stands in the file
 */
export function readConnections(ofFile: ConnectionOptions = {}, environment: NodeJS.ProcessEnv): ConnectionOptions {
  const { mercadoLibre, ...others } = ofFile;
  const { VITRINA_CONNECTIONS_KEY: key = '', VITRINA_MERCADO_LIBRE_SECRET: clientSecret = '' } = environment;
  return {
    ...(key === '' ? {} : { key }),
    ...others,
    ...(mercadoLibre && { mercadoLibre: { ...(clientSecret === '' ? {} : { clientSecret }), ...mercadoLibre } }),
  };
}

/** In place of secrets that a file leaves to the environment, so that the rest of the file can be checked without it. */
export const noSecrets: NodeJS.ProcessEnv = {
  VITRINA_CONNECTIONS_KEY: Buffer.alloc(32).toString('base64'),
  VITRINA_MERCADO_LIBRE_SECRET: 'none',
};
