import { recordEarly } from './observe/early.js';
import { observeShop } from './script/storefront.js';
import { runScript } from './script/run-script.js';

/** The script tag that observes the shop by itself. */
runScript({ extend: observeShop(recordEarly()) });
