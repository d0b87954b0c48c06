import { count, plural } from '../format.js';

/** The receivers of events: webhooks, and Hellotext. */
const en = {
  off: 'Off',
  inTrouble: 'In trouble',
  working: 'Working',
  sums: (/** @type {number} */ waiting, /** @type {number} */ dead) =>
    `${count(waiting)} waiting · ${count(dead)} given up`,
  nextAttempt: 'next attempt {time}',

  isOff: 'It is off: the configuration says so, of it or of the whole shop.',
  switchedOff: 'It was switched off: {reason} What has waited and what comes meanwhile can be sent again.',
  noReason: 'the reason was not kept.',
  failed: 'The last attempt came to nothing: {cause}',
  triedAgain: 'It is tried again by itself.',
  nothingSent: 'Nothing was sent yet: none of its events has happened since it was declared.',
  taken: 'The last event was taken.',

  /** Why an attempt came to nothing; `{error}` is what the network has said. */
  causes: {
    unreachable: 'nothing answers at its address ({error}).',
    notFound: 'the name in its address is not found ({error}).',
    brokenOff: 'the receiver broke off ({error}).',
    certificate: 'its certificate is not right ({error}).',
  },
  answered: (/** @type {number} */ status) => `The answer was ${status}.`,
  answeredText: (/** @type {number} */ status) => `The answer was ${status}: {text}.`,
  hellotextAnswered: (/** @type {number} */ status) => `Hellotext has answered ${status}.`,
  hellotextAnsweredText: (/** @type {number} */ status) => `Hellotext has answered ${status}: {text}.`,
  notInTime: (/** @type {number} */ seconds) => `There was no answer within ${plural(seconds, 'second')}.`,

  lastAnswer: (/** @type {number} */ status) => `Last answer: ${status}, {time}.`,
  noLastAnswer: 'Last answer: none, {time}.',
  switchOn: 'Switch on',
  sendAgain: (/** @type {number} */ events) => `Send ${plural(events, 'event')} again`,
  sentTo: 'Sent to {url}.',
  gets: 'It gets: {actions}.',
  getsAll: 'It gets: every event.',
};

/** @type {typeof en} */
const es = {
  off: 'Apagado',
  inTrouble: 'Con problemas',
  working: 'Funciona',
  sums: (waiting, dead) => `${count(waiting)} en espera · ${plural(dead, 'fallido')}`,
  nextAttempt: 'próximo intento {time}',

  isOff: 'Está apagado: así lo dice la configuración, de este receptor o de toda la tienda.',
  switchedOff: 'Se apagó. {reason} Lo que esperaba y lo que llegue mientras tanto se puede enviar de nuevo.',
  noReason: 'No se conservó el motivo.',
  failed: 'El último intento falló. {cause}',
  triedAgain: 'Se vuelve a intentar automáticamente.',
  nothingSent: 'Todavía no se envió nada: desde que se declaró no ocurrió ninguno de sus eventos.',
  taken: 'El último evento se entregó.',

  causes: {
    unreachable: 'Nadie responde en su dirección ({error}).',
    notFound: 'No se encuentra el nombre que está en su dirección ({error}).',
    brokenOff: 'El receptor cortó la conexión ({error}).',
    certificate: 'Su certificado no es válido ({error}).',
  },
  answered: (status) => `El receptor respondió ${status}.`,
  answeredText: (status) => `El receptor respondió ${status}: {text}.`,
  hellotextAnswered: (status) => `Hellotext respondió ${status}.`,
  hellotextAnsweredText: (status) => `Hellotext respondió ${status}: {text}.`,
  notInTime: (seconds) => `No hubo respuesta en ${plural(seconds, 'segundo')}.`,

  lastAnswer: (status) => `Última respuesta: ${status}, {time}.`,
  noLastAnswer: 'Última respuesta: ninguna, {time}.',
  switchOn: 'Encender',
  sendAgain: (events) => `Enviar de nuevo ${plural(events, 'evento')}`,
  sentTo: 'Se envía a {url}.',
  gets: 'Recibe: {actions}.',
  getsAll: 'Recibe: todos los eventos.',
};

/** @type {typeof en} */
const pt = {
  off: 'Desligado',
  inTrouble: 'Com problemas',
  working: 'Funcionando',
  sums: (waiting, dead) => `${count(waiting)} aguardando · ${count(dead)} com falha`,
  nextAttempt: 'próxima tentativa {time}',

  isOff: 'Está desligado: é o que diz a configuração, deste receptor ou da loja inteira.',
  switchedOff: 'Foi desligado. {reason} O que esperava e o que chegar nesse meio-tempo pode ser enviado de novo.',
  noReason: 'O motivo não foi guardado.',
  failed: 'A última tentativa falhou. {cause}',
  triedAgain: 'O coletor tenta de novo sozinho.',
  nothingSent: 'Nada foi enviado ainda: nenhum dos seus eventos aconteceu desde que foi declarado.',
  taken: 'O último evento foi entregue.',

  causes: {
    unreachable: 'Ninguém responde no endereço dele ({error}).',
    notFound: 'O nome que está no endereço dele não foi encontrado ({error}).',
    brokenOff: 'O receptor interrompeu a conexão ({error}).',
    certificate: 'O certificado dele não é válido ({error}).',
  },
  answered: (status) => `O receptor respondeu ${status}.`,
  answeredText: (status) => `O receptor respondeu ${status}: {text}.`,
  hellotextAnswered: (status) => `O Hellotext respondeu ${status}.`,
  hellotextAnsweredText: (status) => `O Hellotext respondeu ${status}: {text}.`,
  notInTime: (seconds) => `Não houve resposta em ${plural(seconds, 'segundo')}.`,

  lastAnswer: (status) => `Última resposta: ${status}, {time}.`,
  noLastAnswer: 'Última resposta: nenhuma, {time}.',
  switchOn: 'Ligar',
  sendAgain: (events) => `Enviar de novo ${plural(events, 'evento')}`,
  sentTo: 'Enviado para {url}.',
  gets: 'Recebe: {actions}.',
  getsAll: 'Recebe: todos os eventos.',
};

export const webhookWords = { en, es, pt };
