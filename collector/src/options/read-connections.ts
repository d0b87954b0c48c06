import type { ConnectionOptions } from './connection-options.js';

/**
 * The connections of a configuration file. Secrets that are not in it are taken from the environment, so that the file can be shown
 * around.
 *
 * @param ofFile as it stands in the file
 */
export function readConnections(ofFile: ConnectionOptions = {}, environment: NodeJS.ProcessEnv): ConnectionOptions {
  const { mercadoLibre, tiendanube, ...others } = ofFile;
  const { VITRINA_CONNECTIONS_KEY: key = '' } = environment;
  const secretOf = (name: string) => {
    const { [name]: clientSecret = '' } = environment;
    return clientSecret === '' ? {} : { clientSecret };
  };
  return {
    ...(key === '' ? {} : { key }),
    ...others,
    ...(mercadoLibre && { mercadoLibre: { ...secretOf('VITRINA_MERCADO_LIBRE_SECRET'), ...mercadoLibre } }),
    ...(tiendanube && { tiendanube: { ...secretOf('VITRINA_TIENDANUBE_SECRET'), ...tiendanube } }),
  };
}

/** In place of secrets that a file leaves to the environment, so that the rest of the file can be checked without it. */
export const noSecrets: NodeJS.ProcessEnv = {
  VITRINA_CONNECTIONS_KEY: Buffer.alloc(32).toString('base64'),
  VITRINA_MERCADO_LIBRE_SECRET: 'none',
  VITRINA_TIENDANUBE_SECRET: 'none',
};
