import { close, serve } from './serve.js';

/** @import { ServerResponse } from 'node:http' */

/** The shop: each page waits for the bench to say what comes next, since what is measured must not wait for the network. */
export const startShop = async () => {
  /** @type {Map<string, (response: ServerResponse) => void>} */
  const pages = new Map();
  const { server, port } = await serve((request, response) => {
    const page = pages.get(request.url ?? '');
    if (!page) return void response.writeHead(404).end();
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      // Isolated pages have a clock of 5 µs instead of 100 µs: https://developer.mozilla.org/docs/Web/API/Performance/now (2026-11)
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    page(response);
  });
  // Chromium takes every name below localhost for this machine and for secure, and a name of three parts is what shops have.
  const origin = `http://www.shop.localhost:${port}`;
  let count = 0;

  return {
    origin,
    /** A page that begins like this; what is written later goes on from there. @param {string} beginning */
    add(beginning) {
      const path = `/products/mate-cuareim/${++count}`;
      /** @type {(response: ServerResponse) => void} */
      let opened = () => {};
      /** @type {Promise<ServerResponse>} */
      const response = new Promise((resolve) => (opened = resolve));
      pages.set(path, (asked) => {
        asked.write(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mate</title>${beginning}`);
        opened(asked);
      });
      return {
        url: origin + path,
        /** @param {string} html */
        write: async (html) => void (await response).write(html),
        end: async (html = '') => void (await response).end(html),
      };
    },
    close: () => close(server),
  };
};

/** @typedef {Awaited<ReturnType<typeof startShop>>} Shop */
