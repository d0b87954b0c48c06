/**
 * @typedef {{ name: string, sku: string, tone?: string }} Variant
 * @typedef {'celeste' | 'sand' | 'clay' | 'moss'} Tint
 * @typedef {{ slug: string, name: string, blurb: string }} Category
 * @typedef {object} Product
 * @property {string} slug also the reference under which the shop's back office knows it
 * @property {string} name
 * @property {string} category
 * @property {number} price in hundredths
 * @property {string} optionName
 * @property {[Variant, ...Variant[]]} variants
 * @property {Tint} tint
 */

export const BRAND = 'Coronilla';

/** The name under which the shop's systems know its products, carts and orders. */
export const SOURCE = 'coronilla';

/** @type {Category[]} */
export const categories = [
  { slug: 'mate', name: 'Mate', blurb: 'Gourds cured by hand and the straws that go with them.' },
  { slug: 'ceramics', name: 'Ceramics', blurb: 'Stoneware thrown in Carmelo and fired with eucalyptus.' },
  { slug: 'leather', name: 'Leather', blurb: 'Vegetable-tanned hides, saddle-stitched to be repaired.' },
  { slug: 'textiles', name: 'Textiles', blurb: 'Wool from Lavalleja, spun thick and woven slowly.' },
];

/** @type {Product[]} */
export const products = [
  {
    slug: 'mate-cuareim',
    name: 'Cuareim gourd mate',
    category: 'mate',
    price: 248000,
    optionName: 'Leather',
    variants: [
      { name: 'Chestnut', sku: 'CO-CUA-CHE', tone: '#8a4a22' },
      { name: 'Natural', sku: 'CO-CUA-NAT', tone: '#b97a45' },
      { name: 'Black', sku: 'CO-CUA-BLA', tone: '#33302e' },
    ],
    tint: 'celeste',
  },
  {
    slug: 'manta-sierra',
    name: 'Sierra blanket',
    category: 'textiles',
    price: 645000,
    optionName: 'Colour',
    variants: [
      { name: 'River', sku: 'CO-SIE-RIV', tone: '#35606b' },
      { name: 'Madder', sku: 'CO-SIE-MAD', tone: '#9c3f2a' },
      { name: 'Moss', sku: 'CO-SIE-MOS', tone: '#54663a' },
    ],
    tint: 'sand',
  },
  {
    slug: 'matera-rambla',
    name: 'Rambla mate carrier',
    category: 'leather',
    price: 540000,
    optionName: 'Leather',
    variants: [
      { name: 'Natural', sku: 'CO-RAM-NAT', tone: '#a75f2c' },
      { name: 'Chestnut', sku: 'CO-RAM-CHE', tone: '#7d3d1d' },
      { name: 'Black', sku: 'CO-RAM-BLA', tone: '#33302e' },
    ],
    tint: 'clay',
  },
  {
    slug: 'cuencos-laguna',
    name: 'Laguna bowls, set of two',
    category: 'ceramics',
    price: 184950,
    optionName: 'Glaze',
    variants: [
      { name: 'Lagoon', sku: 'CO-LAG-LAG', tone: '#3f7480' },
      { name: 'Moss', sku: 'CO-LAG-MOS', tone: '#5f7148' },
      { name: 'Ember', sku: 'CO-LAG-EMB', tone: '#b4552f' },
    ],
    tint: 'moss',
  },
  {
    slug: 'mate-arenal',
    name: 'Arenal stoneware mate',
    category: 'mate',
    price: 129000,
    optionName: 'Glaze',
    variants: [
      { name: 'Sand', sku: 'CO-ARE-SAN', tone: '#d9c7a5' },
      { name: 'River', sku: 'CO-ARE-RIV', tone: '#6f9aa3' },
      { name: 'Moss', sku: 'CO-ARE-MOS', tone: '#7f8f5c' },
    ],
    tint: 'sand',
  },
  {
    slug: 'bolso-tranquera',
    name: 'Tranquera tote',
    category: 'leather',
    price: 890000,
    optionName: 'Leather',
    variants: [
      { name: 'Chestnut', sku: 'CO-TRA-CHE', tone: '#6f3219' },
      { name: 'Natural', sku: 'CO-TRA-NAT', tone: '#b06a35' },
      { name: 'Black', sku: 'CO-TRA-BLA', tone: '#33302e' },
    ],
    tint: 'moss',
  },
  {
    slug: 'jarra-costa',
    name: 'Costa jug',
    category: 'ceramics',
    price: 219000,
    optionName: 'Glaze',
    variants: [
      { name: 'Bone', sku: 'CO-COS-BON', tone: '#e9dfcc' },
      { name: 'Sky', sku: 'CO-COS-SKY', tone: '#bfd6dc' },
      { name: 'Ochre', sku: 'CO-COS-OCH', tone: '#d9b06a' },
    ],
    tint: 'celeste',
  },
  {
    slug: 'ruana-lavalleja',
    name: 'Lavalleja ruana',
    category: 'textiles',
    price: 798000,
    optionName: 'Wool',
    variants: [
      { name: 'Oat', sku: 'CO-LAV-OAT', tone: '#b9a27c' },
      { name: 'Fog', sku: 'CO-LAV-FOG', tone: '#9aa0a0' },
      { name: 'Peat', sku: 'CO-LAV-PEA', tone: '#5d4b3d' },
    ],
    tint: 'clay',
  },
  {
    slug: 'bombilla-pico',
    name: 'Pico straws, pair',
    category: 'mate',
    price: 165000,
    optionName: 'Stone',
    variants: [
      { name: 'Carnelian', sku: 'CO-PIC-CAR', tone: '#b4472a' },
      { name: 'Amethyst', sku: 'CO-PIC-AME', tone: '#6b4a8c' },
      { name: 'Jasper', sku: 'CO-PIC-JAS', tone: '#3d6b52' },
    ],
    tint: 'clay',
  },
  {
    slug: 'tazas-medanos',
    name: 'Médanos cups, set of three',
    category: 'ceramics',
    price: 168990,
    optionName: 'Middle cup',
    variants: [
      { name: 'Moss', sku: 'CO-MED-MOS', tone: '#4d6b4a' },
      { name: 'Lagoon', sku: 'CO-MED-LAG', tone: '#3f7480' },
      { name: 'Ochre', sku: 'CO-MED-OCH', tone: '#c68f35' },
    ],
    tint: 'sand',
  },
  {
    slug: 'almohadon-campo',
    name: 'Campo cushion',
    category: 'textiles',
    price: 176000,
    optionName: 'Colour',
    variants: [
      { name: 'Ochre', sku: 'CO-CAM-OCH', tone: '#c98a2b' },
      { name: 'Madder', sku: 'CO-CAM-MAD', tone: '#a8452c' },
      { name: 'River', sku: 'CO-CAM-RIV', tone: '#4a7c88' },
    ],
    tint: 'moss',
  },
  {
    slug: 'cinto-estancia',
    name: 'Estancia belt',
    category: 'leather',
    price: 269000,
    optionName: 'Size',
    variants: [
      { name: '85 cm', sku: 'CO-EST-085' },
      { name: '95 cm', sku: 'CO-EST-095' },
      { name: '105 cm', sku: 'CO-EST-105' },
    ],
    tint: 'celeste',
  },
];

/** @param {string} slug */
export const findProduct = (slug) => products.find((product) => product.slug === slug);

/** @param {string} slug */
export const findCategory = (slug) => categories.find((category) => category.slug === slug);

/** @param {Product} product @param {string} sku */
export const findVariant = ({ variants }, sku) => variants.find((variant) => variant.sku === sku);

/** The picture of one variant, in its colour. @param {Product} product @param {string} [sku] */
export const imagePath = ({ slug, variants }, sku = variants[0].sku) => `/products/${slug}/${sku}.svg`;
