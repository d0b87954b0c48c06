import { LINE } from './step.ts';
import type { Drawings } from './step.ts';

/** What is pasted where on the platforms for shops. */
export const SHOPS: Drawings = {
  tiendanube: (pick) => {
    const title = pick('Administrador nube', 'Administrador nube', 'Nuvemshop');
    const settings = pick('Configuraciones', 'Configuraciones', 'Configurações');
    const codes = pick('Códigos externos', 'Códigos externos', 'Códigos externos');
    return [
      {
        scene: { kind: 'menu', title, path: [settings] },
        say: pick(`Open **${settings}**.`, `Abre **${settings}**.`, `Abra **${settings}**.`),
      },
      {
        scene: { kind: 'menu', title, path: [settings, codes] },
        say: pick(`Choose **${codes}**.`, `Elige **${codes}**.`, `Escolha **${codes}**.`),
      },
      {
        scene: {
          kind: 'field',
          title: codes,
          note: pick('for the whole store', 'para toda la tienda', 'para a loja inteira'),
          code: LINE,
          not: pick('✕ for the end of the purchase', '✕ para el fin de la compra', '✕ para o fim da compra'),
        },
        say: pick(
          'Paste the line into the field for the whole store, and save.',
          'Pega la línea en el campo para toda la tienda y guarda.',
          'Cole a linha no campo para a loja inteira e salve.',
        ),
      },
    ];
  },

  'shopify-theme': (pick) => {
    const store = pick('Online Store', 'Tienda online', 'Loja virtual');
    const themes = pick('Themes', 'Temas', 'Temas');
    const edit = pick('Edit code', 'Editar código', 'Editar código');
    return [
      {
        scene: { kind: 'menu', title: 'Shopify', path: [store, themes] },
        say: pick(`Open **${store} → ${themes}**.`, `Abre **${store} → ${themes}**.`, `Abra **${store} → ${themes}**.`),
      },
      {
        scene: { kind: 'more', title: themes, press: '…', choose: edit },
        say: pick(
          `Beside your theme press **…**, then **${edit}**.`,
          `Junto a tu tema pulsa **…** y después **${edit}**.`,
          `Ao lado do seu tema clique em **…** e depois em **${edit}**.`,
        ),
      },
      {
        scene: { kind: 'file', title: 'layout/theme.liquid', code: LINE, after: '</head>' },
        say: pick(
          'In layout/theme.liquid paste the line before </head>, and save.',
          'En layout/theme.liquid pega la línea antes de </head> y guarda.',
          'Em layout/theme.liquid cole a linha antes de </head> e salve.',
        ),
      },
    ];
  },

  'shopify-pixel': (pick) => {
    const settings = pick('Settings', 'Configuración', 'Configurações');
    const events = pick('Customer events', 'Eventos de clientes', 'Eventos do cliente');
    const add = pick('Add custom pixel', 'Agregar píxel personalizado', 'Adicionar pixel personalizado');
    const save = pick('Save', 'Guardar', 'Salvar');
    const connect = pick('Connect', 'Conectar', 'Conectar');
    return [
      {
        scene: { kind: 'menu', title: 'Shopify', path: [settings, events] },
        say: pick(
          `Open **${settings} → ${events}**.`,
          `Abre **${settings} → ${events}**.`,
          `Abra **${settings} → ${events}**.`,
        ),
      },
      {
        scene: { kind: 'press', title: 'Shopify', heading: events, press: add },
        say: pick(
          `Press **${add}**, and name it.`,
          `Pulsa **${add}** y ponle un nombre.`,
          `Clique em **${add}** e dê um nome.`,
        ),
      },
      {
        scene: {
          kind: 'field',
          title: 'Vitrina',
          note: pick('the code of the pixel', 'el código del píxel', 'o código do pixel'),
          code: ['const settings = {', "  businessId: 'xy76ks',", '  …'],
          buttons: [save, connect],
        },
        say: pick(
          `Paste the code, press **${save}**, then **${connect}**.`,
          `Pega el código, pulsa **${save}** y después **${connect}**.`,
          `Cole o código, clique em **${save}** e depois em **${connect}**.`,
        ),
      },
    ];
  },

  vtex: (pick) => {
    const code = pick('Code', 'Código', 'Código');
    return [
      {
        scene: { kind: 'menu', title: pick('VTEX Admin', 'Admin de VTEX', 'Admin VTEX'), path: ['Checkout'] },
        say: pick('Open **Checkout**.', 'Abre **Checkout**.', 'Abra **Checkout**.'),
      },
      {
        scene: { kind: 'gear', title: pick('VTEX Admin', 'Admin de VTEX', 'Admin VTEX'), heading: 'Checkout' },
        say: pick(
          'Press the gear of your website.',
          'Pulsa el engranaje de tu sitio.',
          'Clique na engrenagem do seu site.',
        ),
      },
      {
        scene: {
          kind: 'file',
          title: 'checkout6-custom.js',
          tab: code,
          code: ['(function () {', '  …', "  script.src = '…'", '})();'],
        },
        say: pick(
          `Under **${code}** choose checkout6-custom.js, add the lines, and save.`,
          `En **${code}** elige checkout6-custom.js, agrega las líneas y guarda.`,
          `Em **${code}** escolha checkout6-custom.js, acrescente as linhas e salve.`,
        ),
      },
    ];
  },
};
