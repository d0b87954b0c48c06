import { hellotext } from '../../hellotext/sandbox/hellotext.js';
import { createApp as createPlainApp } from '../../sandbox/nube/nube.js';

/** The whole app as one file, which sends to Hellotext. Settings beside those of the plain app: `apiRoot` and `resend`. */
export const createApp: typeof createPlainApp = (options) => createPlainApp({ destination: hellotext, ...options });

export const App = createApp();
