import { ofDocument } from '../../browser/of-document.js';
import type { LoadTexts } from '../../debug/panel/language.js';
import { chooseLanguage, openPanel } from '../../debug/panel/panel.js';
import type { Texts } from '../../debug/panel/texts/en.js';
import { listenToRecorder } from '../../debug/recorder.js';
import { readConfig } from '../config.js';
import { createLoad } from '../load-part.js';
import type { PageVitrina } from '../page-vitrina.js';

/** The files that a tag can name; the others are loaded by them. */
const TAG_FILE = /\/vitrina(\.(storefront|hellotext))?\.js(\?|#|$)/;

interface Page extends PageVitrina {
  hasPanel?: boolean;
  parts?: Record<string, () => unknown>;
}

const { vitrina } = window as unknown as { vitrina?: Page };
// Two trackers of a page may both load this file; one panel shows both.
if (vitrina && !vitrina.hasPanel) {
  vitrina.hasPanel = true;
  const scripts = [
    ...(ofDocument('getElementsByTagName').call(document, 'script') as HTMLCollectionOf<HTMLScriptElement>),
  ];
  const tags = scripts.filter(({ src }) => TAG_FILE.test(src));
  const own = scripts.filter(({ src }) => /\/vitrina\.panel\.js/.test(src)).pop();
  // A script in a bundle has lost its address; its options can only be in `vitrinaConfig`.
  const known = tags[0] ? tags : [undefined];
  const load = createLoad(
    own,
    () => vitrina,
    () => {},
  );
  const loadTexts: LoadTexts = (code) =>
    new Promise((resolve) => {
      const name = `panel-${code}`;
      const done = () => resolve(vitrina.parts?.[name]?.() as Texts | undefined);
      if (vitrina.parts?.[name]) done();
      else load(name, done, done);
    });
  const read = known.map((script) => ({ src: script?.src ?? '', options: { ...readConfig(script) } }));
  void chooseLanguage(loadTexts).then((language) => {
    listenToRecorder(openPanel({ vitrina, tags: read, script: own?.src, language, loadTexts }));
  });
}
