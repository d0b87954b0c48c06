/** Hellotext as the destination of a web pixel or a NubeSDK app: `startPixel(api, { destination: hellotext })`. */
export { hellotext } from './hellotext.js';
export type { SandboxHellotextOptions } from './hellotext.js';
