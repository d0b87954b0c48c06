import type { Causes } from './en.js';

/** What keeps events from arriving and how to mend it, in Portuguese. */
export const causes: Causes = {
  'no-id': [
    'A tag não tem o identificador do negócio, por isso nada começa.',
    'Adicione-o ao endereço do script: {script}?id=…',
  ],
  'wrong-id': [
    '{got} não é um identificador de negócio.',
    'Copie-o de novo, sem espaços: ele só tem letras, dígitos, _ e -, no máximo 64.',
  ],
  'wrong-option': [
    'A opção {name} tem um valor inválido: {got}.',
    'Corrija ou remova a opção na tag. Valores aceitos: {allowed}.',
  ],
  'no-endpoint': [
    'A tag não diz para onde vão os eventos.',
    'Adicione à tag o endereço do seu coletor, na opção endpoint: https://…/v1/events',
  ],
  'not-started': ['A Vitrina não começou: {message}', 'Corrija a chamada de initialize no código da loja.'],
  csp: [
    'A Content Security Policy desta página bloqueia {host}.',
    'Adicione {host} a {directive} no cabeçalho Content-Security-Policy da loja.',
  ],
  mixed: [
    'Esta página é https e o coletor é http: os navegadores bloqueiam isso.',
    'Dê ao coletor um endereço https e coloque-o na tag no lugar de {endpoint}.',
  ],
  'unknown-business': [
    'O coletor não conhece o negócio {id} (401).',
    'Compare o identificador da tag com o da sua conta. Enquanto isso os eventos ficam guardados, por até 7 dias.',
  ],
  'other-origin': [
    'O coletor não aceita eventos de {origin} (403).',
    'Adicione {origin} às origens de {id} no coletor.',
  ],
  'not-found': [
    'Não há nenhum coletor em {endpoint} (404).',
    'Corrija a opção endpoint na tag: em geral ela termina em /v1/events.',
  ],
  'no-collector': [
    'Em {endpoint} responde algo que não é um coletor.',
    'Corrija a opção endpoint na tag: em geral ela termina em /v1/events.',
  ],
  'switched-off': ['O negócio {id} está desativado (410).', 'Ative-o no coletor.'],
  busy: [
    'O coletor não pode receber eventos no momento ({status}).',
    'Não é preciso fazer nada: os eventos ficam guardados e são reenviados sozinhos.',
  ],
  odd: [
    '{endpoint} responde {status}, o que um coletor não faria.',
    'Veja o que há entre a loja e o coletor: um proxy, um login ou um redirecionamento.',
  ],
  blocked: [
    'Algo neste navegador bloqueia os envios; o mais provável é um bloqueador de anúncios.',
    'Desative-o nesta loja. Para alcançar quem usa um, sirva o coletor a partir de um domínio da loja.',
  ],
  unreachable: [
    'Ninguém responde em {host}: o coletor está fora do ar ou o endereço está errado.',
    'Os eventos ficam guardados e são reenviados sozinhos. Verifique se o coletor está no ar e se a opção endpoint está certa.',
  ],
  offline: [
    'Este navegador está sem rede.',
    'Não é preciso fazer nada: os eventos ficam guardados e são enviados quando ela voltar.',
  ],
  recovering: [
    'O coletor voltou a responder.',
    'Não é preciso fazer nada: o que aguarda sai em breve. “Tentar de novo” envia agora.',
  ],
  'consent-pending': [
    'A Vitrina espera o consentimento do visitante: antes disso não guarda nem envia nada.',
    'Responda ao aviso da loja. Se nada mudar, conecte o aviso com a opção consent.',
  ],
  'consent-denied': [
    'O visitante não deu consentimento, por isso nada é guardado nem enviado.',
    'Para testar, aceite no aviso da loja, ou remova consent=denied da tag se estiver lá.',
  ],
  preview: ['Esta é uma prévia: nada é enviado.', 'Remova vitrina_preview do endereço da página.'],
  twice: ['A tag está duas vezes nesta página.', 'Remova a segunda: as opções dela ({names}) são ignoradas.'],
  refused: ['O código da loja fez uma chamada que foi recusada.', 'Abra a linha vermelha abaixo: ela diz como chamar.'],
  mistakes: ['Um evento foi enviado com erros.', 'Abra a linha vermelha abaixo: ela diz o que está errado.'],
  fine: ['Os eventos chegam a {host}.', ''],
};
