/**
 * `npm run generate`: writes what the JSON Schema of the batch is the source of, the types of the collector and the tables of
 * PROTOCOL.md. A test fails if one of them is not what the schema gives.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import { format, resolveConfig } from 'prettier';

const SCHEMA = 'collector/schema/batch.v1.json';
const TYPES = 'collector/src/ingest/batch.ts';
const PAGE = 'collector/PROTOCOL.md';

const BEGIN = '<!-- Written by `npm run generate` from schema/batch.v1.json; change the schema, not this part. -->';
const END = '<!-- End of what is generated. -->';

const BANNER = `// Written by \`npm run generate\` from schema/batch.v1.json; change the schema, not this file.`;

/**
 * @typedef {object} Field a part of the schema
 * @property {string | string[]} [type]
 * @property {unknown} [const]
 * @property {string} [$ref]
 * @property {string} [description]
 * @property {number} [minLength]
 * @property {number} [maxLength]
 * @property {string} [pattern]
 * @property {number} [minimum]
 * @property {number} [exclusiveMaximum]
 * @property {number} [maxProperties]
 * @property {string[]} [required]
 * @property {Record<string, Field>} [properties]
 * @property {Field} [items]
 * @property {boolean} [additionalProperties]
 * @property {string} [format]
 * @property {Field[]} [allOf]
 * @property {string} [tsType]
 *
 * @typedef {Field & { definitions: Record<string, Field>, examples: unknown[] }} Schema
 */

/** @returns {Schema} */
const readSchema = () => JSON.parse(readFileSync(SCHEMA, 'utf8'));

/** @param {string} text @param {string} file */
const inHouseStyle = async (text, file) => format(text, { ...(await resolveConfig(file)), filepath: file });

const toTypes = async () => {
  const schema = readSchema();
  const { event } = schema.definitions;
  // The schema leaves the events of a batch open, because the collector checks each by itself. A sender's compiler need not.
  if (schema.properties?.events) schema.properties.events.items = { $ref: '#/definitions/event' };
  // A sender gains nothing by fields that are ignored.
  schema.additionalProperties = false;
  for (const field of Object.values(event?.properties ?? {})) {
    if (!field.type && !field.$ref) field.tsType = 'unknown';
  }
  const types = await compile(/** @type {never} */ (schema), 'Batch', { bannerComment: BANNER, format: false });
  return inHouseStyle(types, TYPES);
};

const NAMES = /** @type {Record<string, string>} */ ({ string: 'text', array: 'list' });

/** @param {Field} field */
const typeOf = ({ type, const: constant }) => {
  if (constant !== undefined) return `\`${JSON.stringify(constant)}\``;
  if (type === undefined) return 'not checked';
  return [type]
    .flat()
    .map((name) => (name === 'null' ? '`null`' : (NAMES[name] ?? name)))
    .join(' or ');
};

/** @param {number} value */
const count = (value) => value.toLocaleString('en');

/** @param {Field} field */
const boundsOf = ({ minLength, maxLength, pattern, minimum, exclusiveMaximum, maxProperties, format: name }) =>
  [
    maxLength !== undefined &&
      `${minLength === undefined ? 'at most' : `${minLength} to`} ${count(maxLength)} characters`,
    pattern !== undefined && `\`${pattern}\``,
    minimum !== undefined && `${count(minimum)} or more`,
    name === 'iso-4217' && 'ISO 4217',
    exclusiveMaximum !== undefined && `below ${count(exclusiveMaximum)}`,
    maxProperties !== undefined && `at most ${count(maxProperties)} fields`,
  ]
    .filter(Boolean)
    .join(', ');

/** Marks what is no prose in a description: objects, texts and the address. */
const toProse = (description = '') => description.replace(/\{[^{}]*\}|"[^"]*"|POST \S+(?=:)/g, (text) => `\`${text}\``);

/** @param {Field} part @param {Schema} schema */
const toTable = ({ required = [], properties = {} }, { definitions }) => {
  const rows = Object.entries(properties).map(([name, own]) => {
    const field = { ...definitions[own.$ref?.replace('#/definitions/', '') ?? ''], ...own };
    if (!field.description) throw new Error(`The field "${name}" of ${SCHEMA} has no description; give one.`);
    const cells = [
      `\`${name}\``,
      required.includes(name) ? 'yes' : '',
      typeOf(field),
      boundsOf(field),
      toProse(field.description),
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| field | required | type | bounds | meaning |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
};

const toPage = async () => {
  const page = readFileSync(PAGE, 'utf8');
  const [before, , after] = page.split(new RegExp(`(?<=${BEGIN})([^]*)(?=${END})`));
  if (after === undefined) throw new Error(`${PAGE} has lost its marks; put the generated part between them again.`);
  const schema = readSchema();
  const { event = {}, sound = {} } = schema.definitions;
  const parts = [
    '## The batch',
    toProse(schema.description),
    toTable(schema, schema),
    '## An event',
    `${toProse(event.description)} At most ${event.maxProperties} fields.`,
    toTable(event, schema),
    '## What is marked',
    toProse(sound.description),
    toTable(sound, schema),
    (sound.allOf ?? []).map(({ description }) => `- ${toProse(description)}`).join('\n'),
    '## An example',
    ...schema.examples.map((example) => `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``),
  ];
  return inHouseStyle(`${before}\n\n${parts.join('\n\n')}\n\n${after}`, PAGE);
};

/** @returns {Promise<Record<string, string>>} the generated files by their paths */
export const generateProtocol = async () => ({ [TYPES]: await toTypes(), [PAGE]: await toPage() });

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of Object.entries(await generateProtocol())) writeFileSync(file, text);
}
