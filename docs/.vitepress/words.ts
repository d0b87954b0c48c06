import type { DefaultTheme } from 'vitepress';

/** The words of the site itself, in the languages in which VitePress does not have them. */
export const spanishWords: Partial<DefaultTheme.Config> = {
  outline: { level: [2, 3], label: 'En esta página' },
  docFooter: { prev: 'Anterior', next: 'Siguiente' },
  darkModeSwitchLabel: 'Apariencia',
  lightModeSwitchTitle: 'Cambiar al tema claro',
  darkModeSwitchTitle: 'Cambiar al tema oscuro',
  sidebarMenuLabel: 'Menú',
  returnToTopLabel: 'Volver arriba',
  langMenuLabel: 'Cambiar de idioma',
  skipToContentLabel: 'Ir al contenido',
  notFound: {
    title: 'Esta página no existe',
    quote: 'Puede que la dirección esté mal escrita, o que la página solo exista en inglés.',
    linkLabel: 'Ir al inicio',
    linkText: 'Ir al inicio',
  },
};

export const portugueseWords: Partial<DefaultTheme.Config> = {
  outline: { level: [2, 3], label: 'Nesta página' },
  docFooter: { prev: 'Anterior', next: 'Próxima' },
  darkModeSwitchLabel: 'Aparência',
  lightModeSwitchTitle: 'Mudar para o tema claro',
  darkModeSwitchTitle: 'Mudar para o tema escuro',
  sidebarMenuLabel: 'Menu',
  returnToTopLabel: 'Voltar ao topo',
  langMenuLabel: 'Mudar de idioma',
  skipToContentLabel: 'Ir para o conteúdo',
  notFound: {
    title: 'Esta página não existe',
    quote: 'O endereço pode estar errado, ou a página só existe em inglês.',
    linkLabel: 'Ir para o início',
    linkText: 'Ir para o início',
  },
};

export const englishWords: Partial<DefaultTheme.Config> = {
  outline: { level: [2, 3], label: 'On this page' },
  notFound: {
    title: 'There is no such page',
    quote: 'The address may be wrong, or the page may have moved.',
    linkLabel: 'Go to the start',
    linkText: 'Go to the start',
  },
};

interface SearchWords {
  button: string;
  clear: string;
  none: string;
  select: string;
  navigate: string;
  close: string;
  details: string;
  back: string;
}

const searchWords = ({ button, clear, none, select, navigate, close, details, back }: SearchWords) => ({
  translations: {
    button: { buttonText: button, buttonAriaLabel: button },
    modal: {
      displayDetails: details,
      resetButtonTitle: clear,
      backButtonTitle: back,
      noResultsText: none,
      footer: { selectText: select, navigateText: navigate, closeText: close },
    },
  },
});

/** The words of the search, by language. */
export const searchLocales = {
  es: searchWords({
    button: 'Buscar',
    clear: 'Borrar la búsqueda',
    none: 'No hay resultados para',
    select: 'para elegir',
    navigate: 'para moverse',
    close: 'para cerrar',
    details: 'Mostrar la lista con detalles',
    back: 'Cerrar la búsqueda',
  }),
  pt: searchWords({
    button: 'Buscar',
    clear: 'Limpar a busca',
    none: 'Nenhum resultado para',
    select: 'para escolher',
    navigate: 'para navegar',
    close: 'para fechar',
    details: 'Mostrar a lista com detalhes',
    back: 'Fechar a busca',
  }),
};
