import { hellotext } from '../../hellotext/hellotext.js';
import { takeHellotextOptions } from '../hellotext-options.js';
import { runScript } from '../run-script.js';

/** The script tag that accepts `destination=hellotext`. */
runScript({ hellotext: (options) => hellotext(takeHellotextOptions(options)) });
