import { hellotext } from '../../hellotext/hellotext.js';
import { takeHellotextOptions } from '../hellotext-options.js';
import { runScript } from '../run-script.js';
import { startWith } from '../start-with.js';

/** The script tag that accepts `destination=hellotext`. */
runScript(startWith({ hellotext: (options) => hellotext(takeHellotextOptions(options)) }));
