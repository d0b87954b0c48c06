import { recordEarly } from '../../observe/page/early-events.js';
import { hellotextOnDemand } from '../hellotext-on-demand.js';
import { observeShop } from '../observe-shop.js';
import { runScript } from '../run-script.js';
import { startWith } from '../start-with.js';

/** The script tag that observes the shop, without any code in the page. */
runScript(startWith({ hellotext: hellotextOnDemand }), observeShop(recordEarly()));
