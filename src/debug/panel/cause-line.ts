import type { Cause } from './diagnose/find-cause.js';
import { sentencesOf } from './diagnose/sentences-of.js';
import { make, textButton } from './elements.js';
import type { Texts } from './texts/en.js';

/** Causes that somebody may have removed while the page is open. */
const MAY_RECOVER =
  /^(unknown-business|other-origin|not-found|no-collector|switched-off|busy|odd|blocked|unreachable|recovering)$/;

/** Creates the line that says why events do not arrive, and how to mend it. Screen readers say it when it changes. */
export const causeLine = (texts: Texts, retry: () => void) => {
  const what = make('p', { class: 'what' });
  const fix = make('p', { class: 'fix' });
  const again = textButton(texts.retry, retry);
  const element = make('div', { class: 'cause', role: 'status', hidden: '' }, what, fix, again);
  return {
    element,
    show(cause: Cause | undefined) {
      const written = cause ? sentencesOf(cause, texts) : ['', ''];
      const kind = cause?.kind ?? '';
      element.hidden = !cause;
      again.hidden = !cause || !MAY_RECOVER.test(cause.code);
      // Written only if it differs, because each writing is read out.
      if (element.dataset.cause === cause?.code && what.textContent === written[0]) return;
      element.className = `cause ${kind}`;
      element.dataset.cause = cause?.code ?? '';
      [what.textContent, fix.textContent] = written as [string, string];
      fix.hidden = !written[1];
    },
  };
};
