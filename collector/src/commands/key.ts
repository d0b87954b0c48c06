import { hashKey, makeKey } from '../options/private-key.js';
import type { Command } from './command.js';

const usage = `vitrina-collector key

Makes a private key for a shop's own servers. The key is shown once and stored nowhere; the configuration gets its hash:

  "businesses": { "xy76ks": { "name": "My shop", "origins": […], "keys": ["sha256:…"] } }

A business may have two keys, so that a new one can be used before the old one is taken out.`;

export const key: Command = {
  usage,
  async run(args, { print }) {
    if (args.length > 0) throw new TypeError(`vitrina-collector key takes no arguments; got "${args.join(' ')}".`);
    const made = makeKey();
    print(`Key   ${made}`);
    print(`Hash  ${hashKey(made)}`);
    return 0;
  },
};
