import { beforeEach, describe, expect, it } from 'vitest';
import { toUrl, toText } from '../../src/facts/values.ts';
import { readJsonLd } from '../../src/observe/sources/product-page/json-ld.ts';
import { redactText, redactUrl } from '../../src/privacy/redact-url.ts';
import { advance, start, useClock, visit } from '../support/harness.ts';
import { line, mate, openShop } from '../observe/support/shop-page.ts';

beforeEach(() => void useClock());

const ORIGIN = 'https://shop.example';
/** A card number that passes the check of Luhn, and a CPF with the right check digits. */
const [CARD, CPF] = ['4539578763621486', '52998224725'];

/** What must not leave the page, and the address that leaves instead. */
const SECRET: [address: string, sent: string][] = [
  // Paths of account mails.
  ...[
    'recuperar',
    'recuperar-contrasena',
    'redefinir-senha',
    'restablecer',
    'restablecer-clave',
    'activar',
    'ativar-conta',
    'reset',
    'reset-password',
    'password-reset',
    'nova-senha',
    'Recuperar',
  ].flatMap((word): [string, string][] =>
    ['abcdefghijkl', 'abcd-efgh-ijkl', 'a1B2c3D4e5F6', 'kq3-JX81bz_Qp9Lm'].map((key) => [
      `/cuenta/${word}/${key}`,
      `/cuenta/${word}/…`,
    ]),
  ),
  ['/cambiar-contrasena/abcdefghijkl', '/cambiar-contrasena/…'],
  ['/olvide-mi-clave/abcd-efgh-ijkl', '/olvide-mi-clave/…'],
  // Keys behind other words, with a digit or a capital letter.
  ...'confirmar confirmar-email verificar verificar-cuenta convite carrinho carrito mis-pedidos meus-pedidos orden'
    .split(' ')
    .map((word): [string, string] => [`/${word}/ab12cd34ef56gh78`, `/${word}/…`]),
  ['/account/reset/1234567/abcdefghijklm', '/account/reset/1234567/…'],
  ['/magic/abcdefghijkl', '/magic/…'],
  ['/magic/Zx81-kq3JX81bzQp', '/magic/…'],
  ['/magic-link/abcd-efgh-ijkl', '/magic-link/…'],
  ['/login/abcdefghijklmnopqr', '/login/…'],
  ['/login/a1b2-c3d4-e5f6-g7h8', '/login/…'],
  // Parameters by their names.
  ...(
    'telephone telefone phone billing_telephone emailaddress emailAddress nome sobrenome cnpj cuit cuil curp documento ' +
    'numero_documento card_number cardNumber cardnumber cvv cvc session code ticket SAMLResponse SAMLRequest magic invite ' +
    'invite_code customer[nome] apellidos nombres nombre_completo nombreCompleto primer_nombre nome_completo primeiroNome ' +
    'usuario fone fone_celular tarjeta numero_tarjeta cartao cart%C3%A3o cc_number ccNumber fname lname given_name access_code ' +
    'nacimiento nascimento data-nascimento customer[apellidos]'
  )
    .split(' ')
    .map((name): [string, string] => [`/?${name}=x1&q=1`, '/?q=1']),
  // E-mail addresses in other letters.
  ['/?q=1&c=ana＠example.com', '/?q=1'],
  ['/?q=1&c=ana%EF%BC%A0example.com', '/?q=1'],
  ['/?q=1&c=ana%25EF%25BC%25A0example.com', '/?q=1'],
  ['/?q=1&c=ana&#64;example.com', '/?q=1'],
  ['/?q=1&c=ana%26%2364%3Bexample.com', '/?q=1'],
  ['/u/ana＠example.com/x', '/u/…/x'],
  ['/u/ana&#64;example.com/x', '/u/…/x'],
  ['/u/ana@163.com', '/u/…'],
  ['/avatars/ana@example.com.jpg', '/avatars/…'],
  // Numbers of cards and people.
  [`/pago/${CARD}`, '/pago/…'],
  ['/pago/4539-5787-6362-1486', '/pago/…'],
  ['/pago/378282246310005', '/pago/…'],
  [`/cliente/${CPF}`, '/cliente/…'],
  ['/cliente/529.982.247-25/pedidos', '/cliente/…/pedidos'],
  ['/cliente/529982247-25', '/cliente/…'],
  [`/?q=${CARD}`, '/'],
  // Keys of services.
  ['/?q=1&k=sk_live_51H8xAbc', '/?q=1'],
  ['/hook/sk_test_51H8xAbc', '/hook/…'],
  ['/?q=1&k=APP_USR-12-ab', '/?q=1'],
];

/** What must leave the page as it is. */
const HARMLESS: string[] = [
  '/files/mug_800x@2x.jpg',
  '/files/mug_800x@2x.progressive.jpg?v=1',
  '/files/mug@3x.webp',
  '/files/mug@1.5x.png',
  '/files/mate@home.avif',
  '/p/16GB@3200.CL16',
  '/p/memoria-16GB@3200.CL16-ddr4?q=1',
  '/producto/7790895000997',
  '/producto/00012345600012',
  '/p/12345678901234',
  '/4539578763621487',
  '/52998224726',
  '/p?ean=4006381333931&variant=40123456789012',
  '/p?discount_code=MATE10&zipcode=11200&product_name=mate&session_number=2',
  '/magic/sobres-de-edicion-limitada',
  '/activewear/leggings-negros-largos',
  '/recovery/massage-gun-profesional',
  '/login/entrar',
  '/reset/password',
  '/recuperar/contrasena',
  '/checkout/confirm/gracias-por-tu-compra',
  '/carrito/regalos-de-navidad-2026',
  '/confirmar/gracias-por-tu-compra-2026',
  '/verificadores/tester-de-cables-rj45',
  '/ordenes/por-precio-ascendente',
  '/llaves/clave/mini-mini',
  '/p?nombre_producto=mate&apellidos_bordados=2&usuarios=5&carton=1&telefonos=2&fonendoscopio=1',
  '/@vitrina.shop/mates',
];

describe('an address', () => {
  it.each(SECRET)('the address %s is sent as %s', (address, sent) => {
    const redacted = redactUrl(ORIGIN + address, ORIGIN, []);
    expect(decodeURI(redacted)).toBe(ORIGIN + sent);
    expect(redactUrl(redacted, ORIGIN, [])).toBe(redacted);
  });

  it.each(HARMLESS)('the address %s is sent as it is', (address) => {
    expect(redactUrl(ORIGIN + address, ORIGIN, [])).toBe(ORIGIN + address);
  });
});

describe('a title', () => {
  it.each([
    ['Hola ana＠example.com, tu pedido', 'Hola …, tu pedido'],
    ['ana&#64;example.com', '…'],
    ['Tarjeta 4539 5787 6362 1486 · Tienda', 'Tarjeta … · Tienda'],
    [`Tarjeta ${CARD}`, 'Tarjeta …'],
    ['CPF 529.982.247-25', 'CPF …'],
    [`CPF: ${CPF}.`, 'CPF: ….'],
    ['sk_live_51H8xAbc', '…'],
  ])('the title "%s" is sent as "%s"', async (title, sent) => {
    document.title = title;
    const page = start();
    void page.track('a.one');
    await advance(1000);
    expect(page.sent[0]?.events[0]?.page).toMatchObject({ title: sent });
  });

  it.each([
    'Memoria 16GB@3200.CL16 DDR4',
    'EAN 7790895000997',
    'Pedido 4539578763621487',
    '2026 · 12 cuotas de 1.234.567,89',
    'mug_800x@2x.jpg',
  ])('the title "%s" is sent as it is', (title) => {
    expect(redactText(title)).toBe(title);
  });
});

describe('what a shop says of a product', () => {
  it('addresses of pictures are sent whole, and without the secrets of addresses', async () => {
    visit('/p/mate');
    const { ledger, sent } = openShop();
    const product = {
      ...mate,
      url: toUrl('/p/mate?a=1&amp;email=ana@example.com'),
      image_url: toUrl(' //cdn.example/files/mug_800x@2x.jpg?v=1 '),
    };
    ledger.addSource({ name: 'woocommerce' })({ type: 'product.viewed', confirmed: true, lines: [line(product)] });
    ledger.flush(true);
    expect(sent[0]?.object_parameters).toMatchObject({
      url: 'https://shop.example/p/mate?a=1',
      image_url: 'https://cdn.example/files/mug_800x@2x.jpg?v=1',
    });
  });

  it('a picture for dense screens that the page describes is sent as its picture', () => {
    const image = '/files/mug_800x@2x.jpg?a=1&amp;b=2';
    const described = { '@type': 'Product', name: 'Mug', sku: 'M-1', image: { url: image } };
    const { ledger, sent } = openShop();
    const fact = readJsonLd([JSON.stringify(described)], { href: 'https://shop.example/p/mug' });
    if (fact) ledger.addSource({ name: 'json-ld' })(fact);
    ledger.flush(true);
    expect(sent[0]?.object_parameters).toMatchObject({
      image_url: 'https://shop.example/files/mug_800x@2x.jpg?a=1&b=2',
    });
  });

  it('names lose e-mail addresses, and keep what only looks like one', () => {
    expect(toText('Vale de ana@example.com')).toBe('Vale de …');
    expect(toText('Vale de ana＠example.com')).toBe('Vale de …');
    expect(toText('Vale de ana&#64;example.com')).toBe('Vale de …');
    expect(toText('RAM 16GB@3200.CL16')).toBe('RAM 16GB@3200.CL16');
    expect(toText(CARD)).toBe(CARD);
    expect(toText(CPF)).toBe(CPF);
  });

  it('an address that is neither text nor short enough is none', () => {
    for (const value of [7, null, {}, '', ' ', `/${'x'.repeat(3000)}`]) expect(toUrl(value)).toBeUndefined();
  });
});
