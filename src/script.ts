import { runScript } from './script/run-script.js';

runScript();
