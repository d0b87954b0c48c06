/** For apps on Tiendanube and Nuvemshop that run in NubeSDK's worker. */
export { App, createApp, startNube } from './nube.js';
export type { NubeOptions } from './nube.js';
export type { NubeApi } from './api.js';
