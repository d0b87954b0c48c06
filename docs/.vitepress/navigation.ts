import { existsSync, readdirSync } from 'node:fs';
import type { DefaultTheme } from 'vitepress';

type Group = [title: string, pages: [page: string, title: string][]];

const ENGLISH: Group[] = [
  [
    'Start',
    [
      ['start', 'Quick start'],
      ['when-nothing-arrives', 'When nothing arrives'],
      ['troubleshooting', 'What the panel says'],
      ['check', 'Check a shop'],
    ],
  ],
  [
    'Install',
    [
      ['install/', 'Which line is mine'],
      ['install/tiendanube', 'Tiendanube, Nuvemshop'],
      ['install/shopify', 'Shopify'],
      ['install/shopify-app', 'Shopify, with an app'],
      ['install/woocommerce', 'WooCommerce'],
      ['install/wordpress', 'WordPress'],
      ['install/vtex', 'VTEX'],
      ['install/tag-manager', 'Google Tag Manager'],
      ['install/npm', 'npm'],
      ['install/own-site', 'Your own site'],
    ],
  ],
  [
    'What is tracked',
    [
      ['actions', 'Actions'],
      ['without-code', 'Without code'],
      ['storefronts', 'What is observed where'],
    ],
  ],
  [
    'Consent and privacy',
    [
      ['consent', 'Consent'],
      ['stored-and-sent', 'What is stored and sent'],
      ['privacy', 'Privacy, in full'],
    ],
  ],
  [
    'For developers',
    [
      ['calls', 'Calls'],
      ['options', 'Options'],
      ['signals', 'Signals and responses'],
      ['recipes', 'Recipes'],
      ['delivery', 'Delivery and its limits'],
      ['compared', 'Compared with others'],
      ['size-and-browsers', 'Size, browsers, CSP'],
      ['debugging', 'Debugging'],
      ['protocol', 'Wire protocol'],
      ['api/', 'API reference'],
    ],
  ],
  [
    'Collector',
    [
      ['collector/', 'The collector'],
      ['collector/protocol', 'Batch protocol, in full'],
      ['collector/store', 'Which database'],
      ['automations', 'Automations'],
    ],
  ],
  [
    'Connections',
    [
      ['connections/tiendanube', 'Tiendanube'],
      ['connections/shopify', 'Shopify'],
      ['connections/woocommerce', 'WooCommerce'],
      ['connections/mercado-libre', 'Mercado Libre'],
      ['connections/webhooks', 'Webhooks'],
      ['hellotext', 'Hellotext'],
    ],
  ],
  [
    'Moving from',
    [
      ['moving-from-segment', 'Segment'],
      ['moving-from-ga4', 'Google Analytics 4'],
      ['moving-from-hellotext', 'Hellotext.js'],
    ],
  ],
];

const SPANISH: Group[] = [
  [
    'Primeros pasos',
    [
      ['start', 'Inicio rápido'],
      ['when-nothing-arrives', 'Cuando no llega nada'],
      ['troubleshooting', 'Qué dice el panel'],
      ['debugging', 'El panel y la consola'],
    ],
  ],
  [
    'Instalar',
    [
      ['install/', 'Qué línea es la mía'],
      ['install/tiendanube', 'Tiendanube'],
      ['install/shopify', 'Shopify'],
      ['install/shopify-app', 'Shopify, con una app'],
      ['install/woocommerce', 'WooCommerce'],
      ['install/wordpress', 'WordPress'],
      ['install/vtex', 'VTEX'],
      ['install/tag-manager', 'Google Tag Manager'],
      ['install/own-site', 'Un sitio propio'],
    ],
  ],
  [
    'El colector',
    [
      ['automations', 'Automatizaciones'],
      ['connections/tiendanube', 'Conectar Tiendanube'],
      ['connections/shopify', 'Conectar Shopify'],
      ['connections/woocommerce', 'Conectar WooCommerce'],
      ['connections/mercado-libre', 'Conectar Mercado Libre'],
      ['connections/webhooks', 'Webhooks'],
    ],
  ],
];

const PORTUGUESE: Group[] = [
  [
    'Primeiros passos',
    [
      ['start', 'Início rápido'],
      ['when-nothing-arrives', 'Quando nada chega'],
      ['troubleshooting', 'O que o painel diz'],
      ['debugging', 'O painel e o console'],
    ],
  ],
  [
    'Instalar',
    [
      ['install/', 'Qual linha é a minha'],
      ['install/tiendanube', 'Nuvemshop'],
      ['install/shopify', 'Shopify'],
      ['install/shopify-app', 'Shopify, com um app'],
      ['install/woocommerce', 'WooCommerce'],
      ['install/wordpress', 'WordPress'],
      ['install/vtex', 'VTEX'],
      ['install/tag-manager', 'Google Tag Manager'],
      ['install/own-site', 'Um site próprio'],
    ],
  ],
  [
    'O coletor',
    [
      ['automations', 'Automações'],
      ['connections/tiendanube', 'Conectar a Nuvemshop'],
      ['connections/shopify', 'Conectar a Shopify'],
      ['connections/woocommerce', 'Conectar o WooCommerce'],
      ['connections/mercado-libre', 'Conectar o Mercado Livre'],
      ['connections/webhooks', 'Webhooks'],
    ],
  ],
];

const sidebar = (prefix: string, groups: Group[]): DefaultTheme.SidebarItem[] =>
  groups.map(([text, pages]) => ({
    text,
    items: pages.map(([page, title]) => ({ text: title, link: `${prefix}${page}` })),
  }));

/** The modules of the API reference, once TypeDoc has written it. */
const apiSidebar = (): DefaultTheme.SidebarItem[] => {
  const folder = new URL('../api/', import.meta.url);
  if (!existsSync(folder)) return [];
  const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.md') && file !== 'index.md')
    .map((file) => file.slice(0, -'.md'.length))
    .sort();
  return [
    {
      text: 'API reference',
      items: [
        { text: 'All modules', link: '/api/' },
        ...modules.map((module) => ({ text: module, link: `/api/${module}` })),
      ],
    },
    { text: 'Documentation', items: [{ text: 'Back to the pages', link: '/start' }] },
  ];
};

export const english = (): DefaultTheme.SidebarMulti => ({ '/api/': apiSidebar(), '/': sidebar('/', ENGLISH) });
export const spanish = (): DefaultTheme.SidebarMulti => ({ '/es/': sidebar('/es/', SPANISH) });
export const portuguese = (): DefaultTheme.SidebarMulti => ({ '/pt/': sidebar('/pt/', PORTUGUESE) });

/** Every page that a menu leads to, as its address. */
export const pagesInMenus = (): string[] =>
  [english(), spanish(), portuguese()]
    .flatMap((menus) => Object.values(menus) as DefaultTheme.SidebarItem[][])
    .flatMap((groups) => groups.flatMap(({ items = [] }) => items.map(({ link = '' }) => link)));
