const languages = {
  en: {
    language: 'en',
    /** @param {string} name @param {number} lines */
    subject: (name, lines) => (lines > 1 ? `${name}, and what else you chose` : `${name} is still in your cart`),
    /** @param {string} shop */
    preview: (shop) => `Your cart at ${shop} is as you left it.`,
    title: 'Your cart is as you left it',
    /** @param {string} name */
    greeting: (name) => (name ? `Hello ${name}.` : 'Hello.'),
    lead: 'This is what you had chosen.',
    each: 'each',
    total: 'Total',
    button: 'Back to my cart',
    note: 'A cart does not reserve stock, so an item may sell out.',
    /** @param {string} shop */
    why: (shop) => `You get this mail because you left a cart at ${shop}.`,
    unsubscribe: 'No more reminders',
  },
  es: {
    language: 'es',
    /** @param {string} name @param {number} lines */
    subject: (name, lines) => (lines > 1 ? `${name} y lo demás que elegiste` : `${name} sigue en tu carrito`),
    /** @param {string} shop */
    preview: (shop) => `Tu carrito en ${shop} está como lo dejaste.`,
    title: 'Tu carrito está como lo dejaste',
    /** @param {string} name */
    greeting: (name) => (name ? `Hola, ${name}.` : 'Hola.'),
    lead: 'Esto es lo que habías elegido.',
    each: 'cada uno',
    total: 'Total',
    button: 'Volver a mi carrito',
    note: 'El carrito no reserva existencias, así que algún producto puede agotarse.',
    /** @param {string} shop */
    why: (shop) => `Recibes este correo porque dejaste un carrito en ${shop}.`,
    unsubscribe: 'No quiero más recordatorios',
  },
  pt: {
    language: 'pt',
    /** @param {string} name @param {number} lines */
    subject: (name, lines) => (lines > 1 ? `${name} e o que mais você escolheu` : `${name} continua no seu carrinho`),
    /** @param {string} shop */
    preview: (shop) => `Seu carrinho na ${shop} está como você deixou.`,
    title: 'Seu carrinho está como você deixou',
    /** @param {string} name */
    greeting: (name) => (name ? `Olá, ${name}.` : 'Olá.'),
    lead: 'Isto é o que você tinha escolhido.',
    each: 'cada',
    total: 'Total',
    button: 'Voltar ao meu carrinho',
    note: 'O carrinho não reserva estoque, então algum produto pode acabar.',
    /** @param {string} shop */
    why: (shop) => `Você recebe este e-mail porque deixou um carrinho na ${shop}.`,
    unsubscribe: 'Não quero mais lembretes',
  },
};

/** The words of a mail, in the language of a locale; in English where there is no other. @param {string} locale */
export const texts = (locale) => {
  const language = locale.slice(0, 2);
  return language === 'es' || language === 'pt' ? languages[language] : languages.en;
};
