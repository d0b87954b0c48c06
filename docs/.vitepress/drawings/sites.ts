import { LINE } from './step.ts';
import type { Drawings } from './step.ts';

const TAG = ['<script>…</script>', '<script async src="…/', '  vitrina.js?id=xy76ks">', '</script>'];

/** What is pasted where on sites of any kind. */
export const SITES: Drawings = {
  'own-site': (pick) => [
    {
      scene: { kind: 'file', title: 'index.html', before: '<head>', code: TAG, after: '</head>' },
      say: pick(
        'Paste both lines between <head> and </head>, in every page.',
        'Pega las dos líneas entre <head> y </head>, en todas las páginas.',
        'Cole as duas linhas entre <head> e </head>, em todas as páginas.',
      ),
    },
    {
      scene: { kind: 'check', title: 'shop.example/?vitrina_debug', event: 'page.viewed ✓' },
      say: pick(
        'Open a page with ?vitrina_debug: the panel shows what was sent.',
        'Abre una página con ?vitrina_debug: el panel muestra qué se envió.',
        'Abra uma página com ?vitrina_debug: o painel mostra o que foi enviado.',
      ),
    },
  ],

  wordpress: (pick) => [
    {
      scene: {
        kind: 'field',
        title: pick('A plugin for header code', 'Un plugin de código de cabecera', 'Um plugin de código de cabeçalho'),
        note: pick('for the header', 'para la cabecera', 'para o cabeçalho'),
        code: LINE,
        not: pick('✕ for the footer', '✕ para el pie', '✕ para o rodapé'),
      },
      say: pick(
        'Either: paste the line into the field for the header.',
        'O bien pega la línea en el campo para la cabecera.',
        'Ou cole a linha no campo para o cabeçalho.',
      ),
      isChoice: true,
    },
    {
      scene: {
        kind: 'file',
        title: 'functions.php',
        before: "add_action( 'wp_head', …",
        code: ["echo '<script async …", '  …/vitrina.storefront.js', '  ?id=xy76ks"></script>\';'],
        after: '}, 1 );',
      },
      say: pick(
        'Or: write it with wp_head into functions.php of a child theme.',
        'O escríbela con wp_head en functions.php de un tema hijo.',
        'Ou escreva-a com wp_head em functions.php de um tema filho.',
      ),
      isChoice: true,
    },
  ],

  'tag-manager': (pick) => {
    const tags = pick('Tags', 'Etiquetas', 'Tags');
    const add = pick('New', 'Nueva', 'Nova');
    const html = pick('Custom HTML', 'HTML personalizado', 'HTML personalizado');
    const trigger = 'Initialization – All Pages';
    const save = pick('Save', 'Guardar', 'Salvar');
    const submit = pick('Submit', 'Enviar', 'Enviar');
    return [
      {
        scene: { kind: 'press', title: 'Tag Manager', heading: tags, press: add },
        say: pick(
          `Open **${tags}** and press **${add}**.`,
          `Abre **${tags}** y pulsa **${add}**.`,
          `Abra **${tags}** e clique em **${add}**.`,
        ),
      },
      {
        scene: { kind: 'field', title: 'Tag Manager', word: html, code: TAG.map((line) => line.replace(' async', '')) },
        say: pick(
          `Choose **${html}**, and paste the tag.`,
          `Elige **${html}** y pega la etiqueta.`,
          `Escolha **${html}** e cole a tag.`,
        ),
      },
      {
        scene: { kind: 'setting', title: 'Tag Manager', word: trigger, buttons: [save, submit] },
        say: pick(
          `Choose **${trigger}**, then **${save}** and **${submit}**.`,
          `Elige **${trigger}**; después **${save}** y **${submit}**.`,
          `Escolha **${trigger}**; depois **${save}** e **${submit}**.`,
        ),
      },
    ];
  },
};
