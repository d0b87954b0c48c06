/** The whole app as one file: NubeSDK calls `App`; an app of one's own calls `createApp`. */
export { App, createApp } from '../../sandbox/nube/nube.js';
