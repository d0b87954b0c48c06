import { plural } from '../format.js';

/** The view of the connections: the accounts, and what both parts of it say. */
const en = {
  title: 'Connections',
  hint: 'Where events are sent to, whose sales are looked at, and whether that works.',
  receivers: 'Where events are sent to',
  shops: 'Shops and marketplaces',
  accounts: 'Accounts',
  demands: 'What platforms asked for their customers',
  noReceiver: 'Events are sent nowhere else',
  noReceiverHint:
    'A webhook tells another program of events, and Hellotext gets what no browser has told it. They are declared under {webhooks} and {hellotext} of a shop; the section “Webhooks” of {readme} shows how.',
  noAccount: 'No account is connected',
  noAccountHint:
    'With an account of Mercado Libre or a shop of Tiendanube, Shopify or WooCommerce, its orders are told here, too.',
  howTo:
    'Before an account can be connected, the collector needs the option {option}; the section of its platform in {readme} shows how.',

  connect: (/** @type {string} */ platform) => `Connect an account of ${platform}`,
  chooseBusiness: 'Choose a business',
  connectFor: 'Connect an account for',

  nothingChanged: 'Nothing was changed.',
  againSoon: (/** @type {number} */ events) => `${plural(events, 'event')} will be sent again.`,
  onAgain: 'It is on again. What was not sent meanwhile can be sent again.',
  disconnectTitle: (/** @type {string} */ account) => `Disconnect the account ${account}?`,
  disconnectText: 'Its sales are not told any more, until it is connected again. What was told stays.',
  disconnect: 'Disconnect',
  disconnected: 'The account is disconnected.',

  connectAgain: 'Connect again',
  inTrouble: 'In trouble',
  connected: 'Connected',
  accountOf: (/** @type {string} */ platform, /** @type {string} */ account) => `${platform}: account ${account}`,
  never: 'never',
  notNotified: (/** @type {string} */ platform) =>
    `Nothing has come yet: ${platform} has to be told the address for its webhooks.`,
  wellNotified: (/** @type {string} */ platform) => `All is well: ${platform} tells its orders as they change.`,
  notFetched: 'Its sales are looked at for the first time soon.',
  wellFetched: 'All is well: sales are looked at as they change.',
  noNews: 'no news yet',
  news: 'news {time}',
  notLookedAt: 'not looked at yet',
  lookedAt: 'looked at {time}',
  noChange: 'nothing waits to be looked at',
  changes: (/** @type {number} */ changes) => `${plural(changes, 'change')} to look at`,
  toEnter: (/** @type {string} */ platform) =>
    `Enter this address for notifications in the application at ${platform}. It contains a secret.`,
  copyAddress: 'Copy the address',
  times: (/** @type {string} */ platform) => `Connected {connected}; last news from ${platform}: {notified}.`,
};

/** @type {typeof en} */
const es = {
  title: 'Conexiones',
  hint: 'Adónde se envían los eventos, de quién se revisan las ventas, y si todo eso funciona.',
  receivers: 'Adónde se envían los eventos',
  shops: 'Tiendas y marketplaces',
  accounts: 'Cuentas',
  demands: 'Lo que pidieron las plataformas sobre sus clientes',
  noReceiver: 'Los eventos no se envían a ningún otro lado',
  noReceiverHint:
    'Un webhook informa los eventos a otro programa, y Hellotext recibe lo que ningún navegador le informó. Se declaran en {webhooks} y {hellotext}, dentro de una tienda; la sección “Webhooks” de {readme} explica cómo.',
  noAccount: 'No hay ninguna cuenta conectada',
  noAccountHint:
    'Con una cuenta de Mercado Libre o una tienda de Tiendanube, Shopify o WooCommerce, aquí se cuentan también sus pedidos.',
  howTo:
    'Antes de conectar una cuenta, el colector necesita la opción {option}; la sección de cada plataforma en {readme} explica cómo.',

  connect: (platform) => `Conectar una cuenta de ${platform}`,
  chooseBusiness: 'Elegir un negocio',
  connectFor: 'Conectar una cuenta para',

  nothingChanged: 'No se cambió nada.',
  againSoon: (events) =>
    events === 1 ? 'Se enviará de nuevo 1 evento.' : `Se enviarán de nuevo ${plural(events, 'evento')}.`,
  onAgain: 'Está encendido de nuevo. Lo que no se envió mientras tanto se puede enviar de nuevo.',
  disconnectTitle: (account) => `¿Desconectar la cuenta ${account}?`,
  disconnectText: 'Sus ventas no se contarán hasta que se conecte de nuevo. Lo que ya se contó se conserva.',
  disconnect: 'Desconectar',
  disconnected: 'La cuenta quedó desconectada.',

  connectAgain: 'Conectar de nuevo',
  inTrouble: 'Con problemas',
  connected: 'Conectada',
  accountOf: (platform, account) => `${platform}: cuenta ${account}`,
  never: 'nunca',
  notNotified: (platform) => `Todavía no llegó nada: hay que registrar en ${platform} la dirección para sus webhooks.`,
  wellNotified: (platform) => `Todo está bien: ${platform} informa sus pedidos a medida que cambian.`,
  notFetched: 'Sus ventas se revisarán pronto por primera vez.',
  wellFetched: 'Todo está bien: las ventas se revisan a medida que cambian.',
  noNews: 'sin novedades todavía',
  news: 'última novedad {time}',
  notLookedAt: 'sin revisar todavía',
  lookedAt: 'revisada {time}',
  noChange: 'nada por revisar',
  changes: (changes) => `${plural(changes, 'cambio')} por revisar`,
  toEnter: (platform) =>
    `Esta dirección de notificaciones se registra en la aplicación de ${platform}. Contiene un secreto.`,
  copyAddress: 'Copiar la dirección',
  times: (platform) => `Conectada {connected}; última novedad de ${platform}: {notified}.`,
};

/** @type {typeof en} */
const pt = {
  title: 'Conexões',
  hint: 'Para onde os eventos são enviados, de quem as vendas são verificadas, e se tudo isso funciona.',
  receivers: 'Para onde os eventos são enviados',
  shops: 'Lojas e marketplaces',
  accounts: 'Contas',
  demands: 'O que as plataformas pediram sobre seus clientes',
  noReceiver: 'Os eventos não são enviados a nenhum outro lugar',
  noReceiverHint:
    'Um webhook informa os eventos a outro programa, e o Hellotext recebe o que nenhum navegador informou a ele. Eles são declarados em {webhooks} e {hellotext}, dentro de uma loja; a seção “Webhooks” de {readme} mostra como.',
  noAccount: 'Nenhuma conta está conectada',
  noAccountHint:
    'Com uma conta do Mercado Livre ou uma loja da Nuvemshop, da Shopify ou do WooCommerce, os pedidos dela também são registrados aqui.',
  howTo:
    'Antes de conectar uma conta, o coletor precisa da opção {option}; a seção de cada plataforma em {readme} mostra como.',

  connect: (platform) => `Conectar uma conta ${platform}`,
  chooseBusiness: 'Escolher um negócio',
  connectFor: 'Conectar uma conta para',

  nothingChanged: 'Nada foi alterado.',
  againSoon: (events) =>
    events === 1 ? '1 evento será enviado de novo.' : `${plural(events, 'evento')} serão enviados de novo.`,
  onAgain: 'Está ligado de novo. O que não foi enviado nesse meio-tempo pode ser enviado de novo.',
  disconnectTitle: (account) => `Desconectar a conta ${account}?`,
  disconnectText:
    'As vendas dela não serão registradas até que seja conectada de novo. O que já foi registrado permanece.',
  disconnect: 'Desconectar',
  disconnected: 'A conta foi desconectada.',

  connectAgain: 'Conectar de novo',
  inTrouble: 'Com problemas',
  connected: 'Conectada',
  accountOf: (platform, account) => `${platform}: conta ${account}`,
  never: 'nunca',
  notNotified: (platform) => `Nada chegou ainda: é preciso cadastrar em ${platform} o endereço para os webhooks.`,
  wellNotified: (platform) => `Tudo certo: ${platform} informa os pedidos à medida que mudam.`,
  notFetched: 'As vendas dela serão verificadas em breve pela primeira vez.',
  wellFetched: 'Tudo certo: as vendas são verificadas à medida que mudam.',
  noNews: 'sem notícias ainda',
  news: 'última notícia {time}',
  notLookedAt: 'ainda não verificada',
  lookedAt: 'verificada {time}',
  noChange: 'nada a verificar',
  changes: (changes) => `${plural(changes, 'mudança')} a verificar`,
  toEnter: (platform) =>
    `Este endereço de notificações deve ser cadastrado na aplicação em ${platform}. Ele contém um segredo.`,
  copyAddress: 'Copiar o endereço',
  times: (platform) => `Conectada {connected}; última notícia de ${platform}: {notified}.`,
};

export const connectionWords = { en, es, pt };
