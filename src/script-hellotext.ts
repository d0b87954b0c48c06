import { hellotext } from './hellotext/hellotext.js';
import { runScript } from './script/run-script.js';

/** The script tag that knows `destination=hellotext`. */
runScript({ destinations: { hellotext } });
