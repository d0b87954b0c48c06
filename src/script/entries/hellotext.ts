import { hellotext } from '../../hellotext/hellotext.js';
import { runScript } from '../run-script.js';

/** The script tag that knows `destination=hellotext`. */
runScript({ hellotext });
