import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath, getuid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { freePort, startProgram } from '../start-program.js';

const MAIN = fileURLToPath(new URL('../../collector/dist/main.js', import.meta.url));
const DEPLOY = fileURLToPath(new URL('../../collector/deploy/', import.meta.url));

export const TOKEN = 'a-token-for-the-proxies';
export const NAME = 'events.shop.example';
export const ORIGIN = 'https://www.shop.example';
export const BUSINESS = 'xy76ks';

/**
 * @typedef {{ certificate: string, key: string }} Certificate
 * @typedef {{ folder: string, collectorPort: number, certificate: Certificate }} Parts
 * @typedef {{ version: string, publicPort: number, insidePort: number, stop: () => Promise<void> }} Proxy
 */

/**
 * @param {string} program
 * @param {string[]} words
 * @param {string} name
 */
const versionOf = (program, words, name) => {
  const { error, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  if (error) throw new Error(`${name} is not here; install the package "${program}" of the system and try again.`);
  return `${name} ${(stdout + stderr).replace(/^nginx version: nginx\//, '').trim()}`;
};

/**
 * Reads a file of collector/deploy and puts ports and paths of this machine in their place. Whatever is not found is an error, so
 * that what is tried is what is written there.
 *
 * @param {string} file
 * @param {[string, string][]} replacements
 */
const adapt = (file, replacements) =>
  replacements.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`${file} does not contain "${from}".`);
      return text.replaceAll(from, to);
    },
    readFileSync(DEPLOY + file, 'utf8'),
  );

/**
 * @param {string} folder
 * @returns {Certificate}
 */
export const makeCertificate = (folder) => {
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate];
  const { status, stderr } = spawnSync('openssl', [...words, ...subject], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl made no certificate: ${stderr}`);
  return { certificate, key };
};

/**
 * @param {string} folder
 * @param {string} name of its database
 */
export const startCollector = async (folder, name) => {
  const port = await freePort();
  const file = join(folder, `${name}.json`);
  const options = {
    ...JSON.parse(readFileSync(`${DEPLOY}collector.json`, 'utf8')),
    port,
    ipAddresses: 'full',
    token: TOKEN,
    database: `${name}.db`,
  };
  writeFileSync(file, JSON.stringify(options));
  return { port, stop: await startProgram(execPath, [MAIN, '--config', file], port) };
};

/**
 * @param {Parts} parts
 * @returns {Promise<Proxy>}
 */
export const startNginx = async ({ folder, collectorPort, certificate }) => {
  const version = versionOf('nginx', ['-v'], 'nginx');
  const [publicPort, insidePort] = [await freePort(), await freePort()];
  const site = adapt('nginx.conf', [
    ['127.0.0.1:4318', `127.0.0.1:${collectorPort}`],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${publicPort} ssl http2;`],
    ['127.0.0.1:4319', `127.0.0.1:${insidePort}`],
    ['/etc/ssl/vitrina/certificate.pem', certificate.certificate],
    ['/etc/ssl/vitrina/key.pem', certificate.key],
  ]);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, `nginx-${name}`)};`,
  );
  const main = [
    // The folder belongs to whoever runs this.
    getuid?.() === 0 ? 'user root;' : '',
    `pid ${join(folder, 'nginx.pid')};`,
    'daemon off;',
    'error_log stderr warn;',
    'events {}',
    `http { ${temporary.join(' ')} include ${join(folder, 'site.conf')}; }`,
  ];
  writeFileSync(join(folder, 'site.conf'), site);
  writeFileSync(join(folder, 'nginx.conf'), main.join('\n'));
  const stop = await startProgram(
    'nginx',
    ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', 'stderr'],
    publicPort,
  );
  return { version, publicPort, insidePort, stop };
};

/**
 * @param {Parts} parts
 * @returns {Promise<Proxy>}
 */
export const startCaddy = async ({ folder, collectorPort, certificate }) => {
  const version = versionOf('caddy', ['version'], 'Caddy');
  const [publicPort, insidePort] = [await freePort(), await freePort()];
  const site = adapt('Caddyfile', [
    ['127.0.0.1:4318', `127.0.0.1:${collectorPort}`],
    [
      '\nevents.shop.example {',
      `\n{\n\tadmin off\n\tauto_https disable_redirects\n}\n\nhttps://${NAME}:${publicPort} {\n\tbind 127.0.0.1\n\ttls ${certificate.certificate} ${certificate.key}`,
    ],
    ['127.0.0.1:4319', `127.0.0.1:${insidePort}`],
    ['localhost:4319', `localhost:${insidePort}`],
  ]);
  const home = join(folder, 'caddy');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(folder, 'Caddyfile'), site);
  const stop = await startProgram(
    'caddy',
    ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')],
    publicPort,
    { variables: { HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home } },
  );
  return { version, publicPort, insidePort, stop };
};
