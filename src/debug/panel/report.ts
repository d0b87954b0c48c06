import { isObject, stringify } from '../../base/json.js';
import { redactText, redactUrl } from '../../privacy/redact-url.js';
import type { Cause } from './diagnose/find-cause.js';
import type { Diagnosis } from './diagnose/diagnosis.js';
import type { Tag } from './diagnose/settings.js';
import { sentencesOf } from './diagnose/sentences-of.js';
import type { Item } from './journal.js';
import type { Language } from './language.js';

/** Deeper values are not copied. A cycle ends here too. */
const MAX_DEPTH = 8;
/** Names of members whose values are about a person, wherever they stand. */
const PERSONAL =
  /^user|mail|phone|fone|celular|whatsapp|name$|nombre|nome$|apellido|address|street|dni|cpf|cnpj|document|traits|password|token|secret|key$/i;
/** The name of a product is no person's. */
const HARMLESS = /^name$/;

const clean = (text: string) =>
  /^[a-z]+:\/\//i.test(text) ? redactUrl(text, location.href, ['vitrina_debug']) : redactText(text);

/** Returns a copy without personal data and secrets, as far as their names or their form tell: that of the values of a customer too. */
export const redact = (value: unknown, isOfPerson = false, depth = 0): unknown => {
  if (typeof value === 'string') return isOfPerson ? '…' : clean(value);
  if (typeof value === 'function') return 'function';
  if (depth > MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.map((inner) => redact(inner, isOfPerson, depth + 1));
  if (!isObject(value)) return isOfPerson && value !== null ? '…' : value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isPersonal = isOfPerson || (PERSONAL.test(name) && !HARMLESS.test(name));
      return [name, redact(inner, isPersonal, depth + 1)];
    }),
  );
};

const writeItem = (item: Item): string => {
  const { kind, at, ...rest } = item;
  // What an identification says is about a person, whatever its name.
  if (item.kind === 'call' && item.method === 'identify') Object.assign(rest, { values: '…' });
  return `${new Date(at).toISOString()} ${kind}\n${stringify(redact(rest), 2)}`;
};

interface ReportParts {
  language: Language;
  cause: Cause | undefined;
  tags: Tag[];
  visitor: [name: string, value: string][];
  diagnosis: Diagnosis;
  items: Item[];
}

/** Writes all that the panel knows as a text for a request to support, without personal data and secrets. */
export const writeReport = ({ language: { texts }, cause, tags, visitor, diagnosis, items }: ReportParts): string => {
  const sentences = cause ? clean(sentencesOf(cause, texts).join(' ')) : '';
  const lines: [name: string, value: unknown][] = [
    ['time', new Date().toISOString()],
    ['page', clean(location.href)],
    ['browser', navigator.userAgent],
    ['cause', cause ? `${cause.code}: ${sentences}` : 'none'],
    ...tags.map(({ src, options }): [string, string] => ['tag', `${clean(src)} ${stringify(redact(options))}`]),
    ...diagnosis.endpoints().map((one): [string, string] => ['collector', stringify(redact(one))]),
    ...visitor.map(([name, value]): [string, unknown] => [name, name === texts.customer ? '…' : clean(value)]),
  ];
  return [
    'Vitrina',
    ...lines.map(([name, value]) => `${name}: ${String(value)}`),
    '',
    ...items.filter((item) => !(item.kind === 'call' && item.state === 'gone')).map(writeItem),
  ].join('\n');
};
