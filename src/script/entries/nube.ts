/** The whole app as one file. NubeSDK calls `App`; an app that does more than track calls `createApp` itself. */
export { App, createApp } from '../../sandbox/nube/nube.js';
