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
import { element } from './dom.js';
import { createFolds } from './folds.js';
import { plural } from './format.js';
import { createScreen, emptyScreen } from './screen.js';
import { platforms as platformNames } from './tellers.js';
import { webhookFold } from './webhook-row.js';

/** @typedef {import('./connections-api.js').Account} Account */

/**
 * The view of what the collector is connected with: where it sends events, and whose sales it looks at.
 * @param {{ root: HTMLElement, router: import('./router.js').Router }} parts
 */
export const createConnections = ({ root, router }) => {
  const receivers = createFolds({ label: 'Where events are sent to', mark: 'data-webhook' });
  const accounts = createFolds({ label: 'Accounts', mark: 'data-account' });
  const demands = createFolds({ label: 'What platforms asked for their customers', mark: 'data-demand' });
  const connect = createConnectLinks();
  const noReceiver = emptyScreen(
    'Events are sent nowhere else',
    'A webhook tells another program of events, and Hellotext gets what no browser has told it. They are declared under ',
    element('code', {}, 'webhooks'),
    ' and ',
    element('code', {}, 'hellotext'),
    ' of a shop; the section “Webhooks” of ',
    element('code', {}, 'collector/README.md'),
    ' shows how.',
  );
  const noAccount = emptyScreen(
    'No account is connected',
    'With an account of Mercado Libre or a shop of Tiendanube, Shopify or WooCommerce, its orders are told here, too.',
  );
  const howTo = element(
    'p',
    { class: 'hint' },
    'Before an account can be connected, the collector needs the option ',
    element('code', {}, 'connections'),
    '; the section of its platform in ',
    element('code', {}, 'collector/README.md'),
    ' shows how.',
  );
  for (const node of [noReceiver, noAccount, howTo]) node.hidden = true;
  const demandsPart = element(
    'section',
    { class: 'fold-part', hidden: true },
    element('h3', {}, 'What platforms asked for their customers'),
    demands.node,
  );
  const content = element(
    'div',
    {},
    element(
      'section',
      { class: 'fold-part' },
      element('h3', {}, 'Where events are sent to'),
      receivers.node,
      noReceiver,
    ),
    element(
      'section',
      { class: 'fold-part' },
      element('h3', {}, 'Shops and marketplaces'),
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
      screen.tell(`Nothing was changed. ${error instanceof Error ? error.message : String(error)}`);
    }
    await screen.look();
  };

  /** @param {Account} account */
  const onDisconnect = async (account) => {
    const title = `Disconnect the account ${account.account}?`;
    const text = 'Its sales are not told any more, until it is connected again. What was told stays.';
    if (!(await ask({ title, text, yes: 'Disconnect' }))) return;
    await act(async () => {
      await disconnect(account);
      return 'The account is disconnected.';
    });
    screen.focus();
  };

  const screen = createScreen({
    ...{ name: 'connections', title: 'Connections', root, content },
    hint: 'Where events are sent to, whose sales are looked at, and whether that works.',
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
        const nameOf = (kind) =>
          platforms.find((platform) => platform.kind === kind)?.name ?? platformNames[kind] ?? kind;
        demands.show(requests.map((one) => demandFold(one, { name: nameOf(one.kind), isBusinessShown })));
        demandsPart.hidden = requests.length === 0;
        receivers.show(
          webhooks.map((webhook) =>
            webhookFold(webhook, {
              isBusinessShown,
              onAgain: (given) =>
                void act(async () => `${plural(await sendDeadAgain(given), 'event')} will be sent again.`),
              onSwitchOn: (given) =>
                void act(async () => {
                  await switchOn(given);
                  return 'It is on again: what has waited is sent now.';
                }),
            }),
          ),
        );
        accounts.show(
          connections.map((account) =>
            accountFold(account, {
              name: nameOf(account.kind),
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
