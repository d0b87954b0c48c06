// Writes until it is killed, and prints an id only after its commit was acknowledged.
import { writeSync } from 'node:fs';
import { candidates } from './candidates.js';
import { sampleEvent } from './sample-event.js';

const [name = '', folder = '', size = '1'] = process.argv.slice(2);
const open = candidates[name];
if (!open) throw new Error(`There is no candidate "${name}"; choose one of ${Object.keys(candidates).join(', ')}.`);
const store = await open(folder);
writeSync(1, 'ready\n');
for (;;) {
  const events = Array.from({ length: Number(size) }, sampleEvent);
  await store.insert(events);
  writeSync(1, `${events.map((event) => event.id).join(' ')}\n`);
}
