import { runScript } from './script/run-script.js';
import { storefront } from './script/storefront.js';

/** The script tag that observes the shop by itself. */
runScript({ extend: storefront });
