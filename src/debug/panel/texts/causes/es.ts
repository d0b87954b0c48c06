import type { Causes } from './en.js';

/** What keeps events from arriving and how to mend it, in Spanish. */
export const causes: Causes = {
  'no-id': [
    'La etiqueta no tiene el identificador del negocio, por eso no arranca.',
    'Agrégalo a la dirección del script: {script}?id=…',
  ],
  'wrong-id': [
    '{got} no es un identificador de negocio.',
    'Cópialo de nuevo, sin espacios: solo tiene letras, dígitos, _ y -, y como máximo 64.',
  ],
  'wrong-option': [
    'La opción {name} tiene un valor que no sirve: {got}.',
    'Corrígela o quítala de la etiqueta. Se admite: {allowed}.',
  ],
  'no-endpoint': [
    'La etiqueta no dice adónde van los eventos.',
    'Agrega a la etiqueta la dirección de tu colector, como opción endpoint: https://…/v1/events',
  ],
  'not-started': ['Vitrina no arrancó: {message}', 'Corrige la llamada a initialize en el código de la tienda.'],
  csp: [
    'La Content Security Policy de esta página bloquea {host}.',
    'Agrega {host} a {directive} en la cabecera Content-Security-Policy de la tienda.',
  ],
  mixed: [
    'Esta página es https y el colector es http: los navegadores lo bloquean.',
    'Dale al colector una dirección https y ponla en la etiqueta en lugar de {endpoint}.',
  ],
  'unknown-business': [
    'El colector no conoce el negocio {id} (401).',
    'Compara el identificador de la etiqueta con el de tu cuenta. Mientras tanto los eventos se guardan, hasta 7 días.',
  ],
  'other-origin': [
    'El colector no acepta eventos de {origin} (403).',
    'Agrega {origin} a los orígenes de {id} en el colector.',
  ],
  'not-found': [
    'No hay ningún colector en {endpoint} (404).',
    'Corrige la opción endpoint de la etiqueta: por lo general termina en /v1/events.',
  ],
  'no-collector': [
    'En {endpoint} responde algo que no es un colector.',
    'Corrige la opción endpoint de la etiqueta: por lo general termina en /v1/events.',
  ],
  'switched-off': ['El negocio {id} está desactivado (410).', 'Actívalo en el colector.'],
  busy: [
    'El colector no puede recibir eventos en este momento ({status}).',
    'No hay que hacer nada: los eventos se guardan y se reenvían solos.',
  ],
  odd: [
    '{endpoint} responde {status}, y un colector no haría eso.',
    'Revisa qué hay entre la tienda y el colector: un proxy, un inicio de sesión o una redirección.',
  ],
  blocked: [
    'Algo en este navegador bloquea los envíos; lo más probable es un bloqueador de anuncios.',
    'Desactívalo en esta tienda. Para llegar a quienes usan uno, sirve el colector desde un dominio de la tienda.',
  ],
  unreachable: [
    'Nadie responde en {host}: el colector está caído o la dirección está mal.',
    'Los eventos se guardan y se reenvían solos. Revisa que el colector esté en marcha y que la opción endpoint sea correcta.',
  ],
  offline: [
    'Este navegador no tiene conexión.',
    'No hay que hacer nada: los eventos se guardan y se envían cuando vuelva.',
  ],
  recovering: [
    'El colector volvió a responder.',
    'No hay que hacer nada: lo que espera se envía en breve. «Reintentar» lo envía ahora.',
  ],
  'consent-pending': [
    'Vitrina espera el consentimiento del visitante: antes no guarda ni envía nada.',
    'Responde el aviso de la tienda. Si nada cambia, conéctalo con la opción consent.',
  ],
  'consent-denied': [
    'El visitante no dio su consentimiento, por eso no se guarda ni se envía nada.',
    'Para probar, acepta en el aviso de la tienda, o quita consent=denied de la etiqueta si está ahí.',
  ],
  preview: ['Es una vista previa: no se envía nada.', 'Quita vitrina_preview de la dirección de la página.'],
  twice: [
    'La etiqueta está dos veces en esta página.',
    'Quita la segunda: sus opciones ({names}) no se tienen en cuenta.',
  ],
  refused: [
    'El código de la tienda hizo una llamada que se rechazó.',
    'Abre la línea roja de abajo: dice cómo llamar.',
  ],
  mistakes: ['Un evento se envió con errores.', 'Abre la línea roja de abajo: dice qué está mal.'],
  fine: ['Los eventos llegan a {host}.', ''],
};
