import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Connecting } from './attempts.js';

/** The colours are those of the inspector, which the person has come from. */
const style = `:root{color-scheme:light dark;--paper:#eef2f0;--surface:#fff;--ink:#13211e;--soft:#51615d;--sign:#0f5c55}
@media(prefers-color-scheme:dark){:root{--paper:#0b1211;--surface:#131c1a;--ink:#e3ebe8;--soft:#9db0aa;--sign:#78d1c4}}
body{display:grid;min-height:100vh;margin:0;padding:1.2rem;box-sizing:border-box;place-items:center;background:var(--paper);color:var(--ink);font:1rem/1.55 -apple-system,'Segoe UI',Roboto,Ubuntu,'Noto Sans','Liberation Sans','DejaVu Sans Condensed',system-ui,sans-serif}
main{box-sizing:border-box;width:100%;max-width:31rem;padding:clamp(1.4rem,6vw,2.6rem);border-top:4px solid var(--sign);border-radius:6px;background:var(--surface)}
.refused{--sign:#a82032}
@media(prefers-color-scheme:dark){.refused{--sign:#ff979b}}
h1{margin:0 0 .6rem;font-size:1.4rem;line-height:1.25}
p{margin:0;overflow-wrap:anywhere}
p+p{margin-top:.6rem;color:var(--soft)}`;

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

const toPage = ({ isConnected, sentence }: Connecting): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${isConnected ? 'Connected' : 'Not connected'} – Vitrina</title>
    <link rel="icon" href="data:," />
    <style>${style}</style>
  </head>
  <body>
    <main${isConnected ? '' : ' class="refused"'}>
      <h1>${isConnected ? 'Connected' : 'Not connected'}</h1>
      <p>${escape(sentence)}</p>
      ${isConnected ? '<p>You can close this page; the inspector shows the account under “Connections”.</p>' : ''}
    </main>
  </body>
</html>
`;

/** Tells a person who comes back from a platform whether the account is connected. The address holds a code that goes nowhere else. */
export const answerReturn = (reply: FastifyReply, outcome: Connecting): FastifyReply => {
  const styleHash = createHash('sha256').update(style).digest('base64');
  return reply
    .code(outcome.isConnected ? 200 : 400)
    .headers({
      'Referrer-Policy': 'no-referrer',
      'Content-Security-Policy': `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'`,
      'X-Content-Type-Options': 'nosniff',
    })
    .type('text/html; charset=utf-8')
    .send(toPage(outcome));
};
