import type { Drawings, Pick, Step } from './step.ts';

/** The options of the collector, in its configuration file. */
const options = (pick: Pick, before: string, code: readonly string[]): Step => ({
  scene: { kind: 'file', title: 'collector.json', before, code },
  say: pick(
    'Give the collector what the platform shows, and start it.',
    'Dale al colector lo que muestra la plataforma e inícialo.',
    'Informe ao coletor o que a plataforma mostra e inicie-o.',
  ),
});

/** The button in the inspector that leads to the platform. */
const connect = (pick: Pick): Step => {
  const view = pick('Connections', 'Conexiones', 'Conexões');
  const press = pick('Connect an account', 'Conectar una cuenta', 'Conectar uma conta');
  return {
    scene: { kind: 'press', title: pick('Inspector', 'Inspector', 'Inspetor'), heading: view, press },
    say: pick(
      `In the inspector’s view **${view}** press **${press}**, log in, and give the leave.`,
      `En la vista **${view}** del inspector pulsa **${press}**, inicia sesión y da el permiso.`,
      `Na tela **${view}** do inspetor clique em **${press}**, entre na conta e dê a permissão.`,
    ),
  };
};

/** What connects a platform to the collector. */
export const CONNECTIONS: Drawings = {
  'connect-mercado-libre': (pick) => {
    const title = pick('Mercado Libre', 'Mercado Libre', 'Mercado Livre');
    return [
      {
        scene: {
          kind: 'field',
          title,
          note: pick('redirect address', 'URI de redirect', 'URI de redirect'),
          code: ['https://…/connections/', '  mercado-libre/callback'],
        },
        say: pick(
          'Make an application, and enter the collector’s address.',
          'Crea una aplicación y escribe la dirección del colector.',
          'Crie uma aplicação e informe o endereço do coletor.',
        ),
      },
      options(pick, '"connections": {', ['"mercadoLibre": {', '  "clientId": "…",', '  "clientSecret": "…"']),
      connect(pick),
      {
        scene: {
          kind: 'field',
          title,
          note: pick('notifications', 'URL de notificaciones', 'URL de notificações'),
          code: ['https://…/connections/', '  mercado-libre/', '  notifications/…'],
        },
        say: pick(
          'Copy the address for notifications from the view into the application.',
          'Copia la dirección de notificaciones de la vista a la aplicación.',
          'Copie o endereço de notificações da tela para a aplicação.',
        ),
      },
    ];
  },

  'connect-tiendanube': (pick) => [
    {
      scene: {
        kind: 'field',
        title: pick('Tiendanube', 'Tiendanube', 'Nuvemshop'),
        note: pick('redirect address', 'URL de redirección', 'URL de redirecionamento'),
        code: ['https://…/connections/', '  tiendanube/callback'],
      },
      say: pick(
        'Make an application in the partners’ portal, and enter the collector’s addresses.',
        'Crea una aplicación en el portal de socios y escribe las direcciones del colector.',
        'Crie um aplicativo no portal de parceiros e informe os endereços do coletor.',
      ),
    },
    options(pick, '"connections": {', ['"tiendanube": {', '  "appId": "…",', '  "clientSecret": "…"']),
    connect(pick),
  ],

  'connect-shopify': (pick) => {
    const settings = pick('Settings', 'Configuración', 'Configurações');
    const notifications = pick('Notifications', 'Notificaciones', 'Notificações');
    const path = [settings, notifications, 'Webhooks'];
    return [
      {
        scene: { kind: 'menu', title: 'Shopify', path },
        say: pick(
          `Open **${path.join(' → ')}**, where the secret stands.`,
          `Abre **${path.join(' → ')}**, donde está el secreto.`,
          `Abra **${path.join(' → ')}**, onde está o segredo.`,
        ),
      },
      options(pick, '"connections": {', ['"shopify": [{', '  "shop": "….myshopify…",', '  "secret": "…" }]']),
      {
        scene: {
          kind: 'field',
          title: 'Webhooks',
          note: pick('five webhooks, JSON', 'cinco webhooks, JSON', 'cinco webhooks, JSON'),
          code: ['https://…/connections/', '  shopify/webhooks'],
        },
        say: pick(
          'Create five webhooks in format JSON, all with this address.',
          'Crea cinco webhooks en formato JSON, todos con esta dirección.',
          'Crie cinco webhooks em formato JSON, todos com este endereço.',
        ),
      },
    ];
  },

  'connect-woocommerce': (pick) => {
    const path = [
      'WooCommerce',
      pick('Settings', 'Ajustes', 'Configurações'),
      pick('Advanced', 'Avanzado', 'Avançado'),
      'Webhooks',
    ];
    return [
      {
        scene: {
          kind: 'file',
          title: 'collector.json',
          before: '"connections": {',
          code: ['"woocommerce": [{', '  "shop": "https://…",', '  "secret": "…" }]'],
        },
        say: pick(
          'Choose a secret, and give it to the collector.',
          'Elige un secreto y dáselo al colector.',
          'Escolha um segredo e informe-o ao coletor.',
        ),
      },
      {
        scene: { kind: 'menu', title: 'WordPress', path },
        say: pick(`Open **${path.join(' → ')}**.`, `Abre **${path.join(' → ')}**.`, `Abra **${path.join(' → ')}**.`),
      },
      {
        scene: {
          kind: 'field',
          title: 'Webhooks',
          word: pick('Delivery URL', 'URL de entrega', 'URL de entrega'),
          code: ['https://…/connections/', '  woocommerce/webhooks'],
        },
        say: pick(
          'Add two webhooks with this address and the secret.',
          'Añade dos webhooks con esta dirección y el secreto.',
          'Adicione dois webhooks com este endereço e o segredo.',
        ),
      },
    ];
  },

  'connect-webhook': (pick) => [
    {
      scene: { kind: 'file', title: 'Terminal', code: ['vitrina-collector secret'], after: 'whsec_…' },
      say: pick('Make a secret.', 'Genera un secreto.', 'Gere um segredo.'),
    },
    {
      scene: {
        kind: 'file',
        title: 'collector.json',
        before: '"webhooks": [{',
        code: ['"url": "https://…",', '"secrets": ["whsec_…"],', '"actions": ["order.*"]'],
      },
      say: pick(
        'Declare the address, the secret and the actions.',
        'Declara la dirección, el secreto y las acciones.',
        'Declare o endereço, o segredo e as ações.',
      ),
    },
    {
      scene: {
        kind: 'file',
        title: pick('Your program', 'Tu programa', 'Seu programa'),
        code: ['webhook.verify(', '  body, headers)'],
        after: '204',
      },
      say: pick(
        'Verify what arrives, answer 2xx at once, and work afterwards.',
        'Verifica lo que llega, responde 2xx enseguida y trabaja después.',
        'Verifique o que chega, responda 2xx na hora e trabalhe depois.',
      ),
    },
  ],
};
