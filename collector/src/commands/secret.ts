import { makeSecret } from '../options/webhook-secret.js';
import type { Command } from './command.js';

const usage = `vitrina-collector secret

Makes a secret by which webhooks are signed. The receiver and the configuration of the collector get the same secret:

  "webhooks": [{ "id": "mails", "url": "https://shop.example/webhooks", "secrets": ["whsec_…"], "actions": ["cart.abandoned"] }]

A webhook may have two secrets, both of which sign, so that the receiver can change to the new one at any time.`;

export const secret: Command = {
  usage,
  async run(args, { print }) {
    if (args.length > 0) throw new TypeError(`vitrina-collector secret takes no arguments; got "${args.join(' ')}".`);
    print(`Secret  ${makeSecret()}`);
    return 0;
  },
};
