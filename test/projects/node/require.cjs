// Node 20.19, 22.12 and later let CommonJS require an ES module: https://nodejs.org/api/modules.html (2026-11)
// eslint-disable-next-line @typescript-eslint/no-require-imports -- this is what it tries
const { createTracker, default: vitrina } = require('vitrina');

console.log(JSON.stringify({ createTracker: typeof createTracker, track: typeof vitrina.track }));
