import { accountFold } from './account-row.js';
import { fetchBusinesses } from './api.js';
import { createConnectLinks } from './connect-links.js';
import {
  disconnect,
  fetchConnections,
  fetchPrivacyRequests,
  fetchWebhooks,
  sendDeadAgain,
  switchOn,
} from './connections-api.js';
import { demandFold } from './demand-row.js';
import { ask } from './dialogs.js';
import { element, filled } from './dom.js';
import { createFolds } from './folds.js';
import { wordsOf } from './language.js';
import { problemOf } from './said.js';
import { createScreen, emptyScreen } from './screen.js';
import { platformOf } from './tellers.js';
import { webhookFold } from './webhook-row.js';
import { connectionWords } from './words/connection.js';

/** @typedef {import('./connections-api.js').Account} Account */

/**
 * The view of what the collector is connected with: where it sends events, and whose sales it looks at.
 * @param {{ root: HTMLElement, router: import('./router.js').Router }} parts
 */
export const createConnections = ({ root, router }) => {
  const words = wordsOf(connectionWords);
  const readme = () => element('code', {}, 'collector/README.md');
  const receivers = createFolds({ label: words.receivers, mark: 'data-webhook' });
  const accounts = createFolds({ label: words.accounts, mark: 'data-account' });
  const demands = createFolds({ label: words.demands, mark: 'data-demand' });
  const connect = createConnectLinks();
  const noReceiver = emptyScreen(
    words.noReceiver,
    ...filled(words.noReceiverHint, {
      webhooks: element('code', {}, 'webhooks'),
      hellotext: element('code', {}, 'hellotext'),
      readme: readme(),
    }),
  );
  const noAccount = emptyScreen(words.noAccount, words.noAccountHint);
  const howTo = element(
    'p',
    { class: 'hint' },
    ...filled(words.howTo, { option: element('code', {}, 'connections'), readme: readme() }),
  );
  for (const node of [noReceiver, noAccount, howTo]) node.hidden = true;
  const demandsPart = element(
    'section',
    { class: 'fold-part', hidden: true },
    element('h3', {}, words.demands),
    demands.node,
  );
  const content = element(
    'div',
    {},
    element('section', { class: 'fold-part' }, element('h3', {}, words.receivers), receivers.node, noReceiver),
    element(
      'section',
      { class: 'fold-part' },
      element('h3', {}, words.shops),
      accounts.node,
      noAccount,
      howTo,
      connect.node,
    ),
    demandsPart,
  );

  /**
   * Does what was asked for, says what came of it, and shows how it is then.
   * @param {() => Promise<string>} work
   */
  const act = async (work) => {
    try {
      screen.tell(await work());
    } catch (error) {
      screen.tell(words.nothingChanged, ' ', problemOf(error));
    }
    await screen.look();
  };

  /** @param {Account} account */
  const onDisconnect = async (account) => {
    const title = words.disconnectTitle(account.account);
    if (!(await ask({ title, text: words.disconnectText, yes: words.disconnect }))) return;
    await act(async () => {
      await disconnect(account);
      return words.disconnected;
    });
    screen.focus();
  };

  const screen = createScreen({
    ...{ name: 'connections', title: words.title, hint: words.hint, root, content },
    load: async () => {
      const { business } = router.current();
      const [webhooks, { connections, platforms }, requests, businesses] = await Promise.all([
        fetchWebhooks(business),
        fetchConnections(business),
        fetchPrivacyRequests(business),
        fetchBusinesses(),
      ]);
      return () => {
        const all = [...webhooks, ...connections, ...requests];
        const isBusinessShown = new Set(all.map((one) => one.business)).size > 1;
        /** @param {string} kind */
        const nameOf = (kind) => platformOf(kind) ?? platforms.find((platform) => platform.kind === kind)?.name ?? kind;
        demands.show(requests.map((one) => demandFold(one, { name: nameOf(one.kind), isBusinessShown })));
        demandsPart.hidden = requests.length === 0;
        receivers.show(
          webhooks.map((webhook) =>
            webhookFold(webhook, {
              isBusinessShown,
              onAgain: (given) => void act(async () => words.againSoon(await sendDeadAgain(given))),
              onSwitchOn: (given) =>
                void act(async () => {
                  await switchOn(given);
                  return words.onAgain;
                }),
            }),
          ),
        );
        accounts.show(
          connections.map((account) =>
            accountFold(account, {
              name: nameOf(account.kind),
              address: platforms.find(({ kind }) => kind === account.kind)?.notifications_to_enter ?? null,
              isBusinessShown,
              onDisconnect: (one) => void onDisconnect(one),
            }),
          ),
        );
        noReceiver.hidden = webhooks.length > 0;
        noAccount.hidden = connections.length > 0;
        howTo.hidden = platforms.length > 0;
        connect.show({ platforms, businesses, business });
      };
    },
  });
  return screen;
};
