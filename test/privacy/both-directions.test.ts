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
/** Numbers of ad platforms that pass the same checks. */
const [AD, GOOGLE_AD] = ['1795000205791053', '21240709595'];

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
  ...(
    'activation activacion activaci%C3%B3n ativacao recuperacion recuperacao recupera%C3%A7%C3%A3o redefinicao ' +
    'restablecimiento olvide-mi-contrase%C3%B1a nueva-contrase%C3%B1a resetpassword passwordreset resetPassword ' +
    'recuperarsenha forgot forgot-password'
  )
    .split(' ')
    .flatMap((word): [string, string][] =>
      ['a1B2c3D4e5F6g7', 'abcd-efgh-ijkl'].map((key) => [`/${word}/${key}`, `/${decodeURI(word)}/…`]),
    ),
  ...'login iniciar-sesion iniciar-sesi%C3%B3n inicio-sesion entrar ingresar acceder acessar signin sign-in'
    .split(' ')
    .map((word): [string, string] => [`/${word}/a1B2c3D4e5F6g7H8i9`, `/${decodeURI(word)}/…`]),
  ...'verification verificacion confirmation confirmacion invitaci%C3%B3n'
    .split(' ')
    .map((word): [string, string] => [`/${word}/ab12cd34ef56gh78`, `/${decodeURI(word)}/…`]),
  // A part of words is no key, and the key behind it is one.
  ['/activar/restablecer-clave/a1B2c3D4e5F6g7', '/activar/restablecer-clave/…'],
  ['/reset/0c9dfa2e-4b1f-4c7a-9d3e-5f6a7b8c9d0e', '/reset/…'],
  ['/reset/mate-k3j9x2m4p7', '/reset/…'],
  ['/magic/9f86d081884c7d659a2feaa0c55ad015', '/magic/…'],
  // Parameters by their names.
  ...(
    'telephone telefone phone billing_telephone emailaddress emailAddress nome sobrenome cnpj cuit cuil curp documento ' +
    'numero_documento card_number cardNumber cardnumber cvv cvc session code ticket SAMLResponse SAMLRequest magic invite ' +
    'invite_code customer[nome] apellidos nombres nombre_completo nombreCompleto primer_nombre nome_completo primeiroNome ' +
    'usuario fone fone_celular tarjeta numero_tarjeta cartao cart%C3%A3o cc_number ccNumber fname lname given_name access_code ' +
    'nacimiento nascimento data-nascimento customer[apellidos] ' +
    // Names, also of the fields of Contact Form 7.
    'apellido_paterno apellidoMaterno primer_apellido segundo-apellido nombre-completo nombrecompleto nomecompleto ' +
    'nombre_y_apellido nombreyapellido nombreApellido nombres_y_apellidos nome_e_sobrenome nombre_cliente clienteNombre ' +
    'nome_do_cliente nombre_de_usuario sobrenome-cliente first-name lastname surname your-name your-message your-subject ' +
    'login user_login ' +
    // Documents, dates of birth, codes and addresses.
    'ruc billing_ruc rfc nit rg nif nie document_number documentNumber document-number num_doc numDoc numero_doc nro-doc ' +
    'doc_number documento_numero dob birthdate birth_date date_of_birth birthday fecha_nacimiento fecha_nac ' +
    'data_nascimento data_nasc verification_code verificationCode verify_code codigo_verificacion ' +
    'codigo_de_verificaci%C3%B3n codigo_verifica%C3%A7%C3%A3o activation_code codigo_activacion access-code direccion ' +
    'direcci%C3%B3n direccion_envio endereco endere%C3%A7o endereco-entrega address address1 billing_address_1 addressLine2'
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
  ['/pago/4539.5787.6362.1486', '/pago/…'],
  ['/cliente/529%20982%20247%2025', '/cliente/…'],
  // Campaigns have numbers of ad platforms, which stay, and no other secrets.
  ['/?utm_campaign=ana@example.com&utm_source=x', '/?utm_source=x'],
  ['/?gad_campaignid=ana%40example.com&gad_source=1', '/?gad_source=1'],
  ['/?ad_id=%2B59899123456&q=1', '/?q=1'],
  ['/?utm_content=4539-5787-6362-1486&q=1', '/?q=1'],
  ['/?utm_term=529.982.247-25&q=1', '/?q=1'],
  [`/?cantidad_id=${CARD}&campaign=${CPF}&q=1`, '/?q=1'],
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
  // Numbers of ad platforms that pass the checks of cards and people.
  `/?utm_campaign=${AD}&utm_content=${CARD}&utm_id=${CPF}`,
  `/?utm_campaign=Mate%7C${AD}&utm_content=video_${CARD}`,
  `/?gad_source=1&gad_campaignid=${GOOGLE_AD}&hsa_cam=${GOOGLE_AD}`,
  `/?campaign_id=${AD}&adset_id=${CARD}&ad_id=${CPF}`,
  `/?campaignid=${GOOGLE_AD}&adGroupId=${CPF}&ad_group_id=${CPF}`,
  `/?next=%2Fmates%3Futm_campaign%3D${AD}`,
  `/#/mates?utm_campaign=${AD}`,
  // Products behind words of accounts.
  '/producto/magic/modern-horizons-3-play-booster/',
  '/producto/magic/commander-2024-mazo-de-100-cartas',
  '/produto/magic/fundacao-colecao-7790895000997',
  '/productos/candado-con-clave/tsa-plateado-grande',
  '/productos/candados-con-clave/acero-60mm-negro',
  '/produto/cofres-com-senha/eletronico-digital/',
  '/produto/cadeado-com-senha/para-mala-de-viagem',
  '/collections/reset/products/cleansing-foam',
  '/collections/recover/products/massage-gun-v2-black',
  '/recuperacion/rodillo-muscular-de-60cm',
  '/recuperadores/electromagnetico',
  '/activadores/concentrados',
  '/ingresar/gracias-por-volver-a-la-tienda-2026',
  '/confirmacion/gracias-por-tu-compra-2026',
  '/carrito/set-de-dos-luz-usb-750ml',
  // Pictures and products with an at sign.
  '/img/logo@2x.svg',
  '/img/icono@3x.svg?v=2',
  '/img/logo@vitrina.svg',
  '/producto/usb@2.0-hub.html',
  '/produto/cabo-hdmi@2.1-ouro.html',
  '/producto/wifi@2.4ghz-router.html',
  // Names that only look like those of personal data.
  '/p?nombre_coleccion=mate&colecao_nome=mate&find-your-size=40&login_method=google&blogin=1',
  '/p?unit=kg&units=2&rgb=ff0000&document=guia&doc=guia&num_docenas=2&birthdays=1&nacional=1&knit=lana',
  '/p?codigo=7790895000997&codigo_postal=11200&codigo_descuento=MATE10&verificado=1&activa=1&direcciones=2&addressed=1',
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
    ['CPF 529 982 247 25', 'CPF …'],
    ['CPF 529.982.247.25 · Tienda', 'CPF … · Tienda'],
    ['4539.5787.6362.1486', '…'],
    ['Tarjeta 3782.822463.10005', 'Tarjeta …'],
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
    'CPF 529 982 247 26',
    'Pedido 4539.5787.6362.1487',
    'Hub USB@2.0-hub.html',
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
