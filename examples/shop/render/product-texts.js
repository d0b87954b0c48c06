/**
 * What the product pages tell, and only they: the browser's modules do without it.
 *
 * @typedef {object} ProductText
 * @property {string} summary
 * @property {string} story
 * @property {Array<[term: string, description: string]>} details
 * @property {string} [badge]
 * @property {boolean} [hasSizes]
 */

/** @type {Record<string, ProductText>} */
export const productTexts = {
  'mate-cuareim': {
    summary: 'Thick-walled gourd in stitched leather with a chased nickel-silver rim.',
    story:
      'Grown on the Cuareim river, dried for a year and wrapped in one piece of hide, wet, so that it shrinks into place. The rim is chased freehand: no two waves are alike.',
    details: [
      ['Made by', 'Ismael Dutra, Artigas'],
      ['Materials', 'Calabash, cowhide, nickel silver'],
      ['Holds', '240 ml'],
      ['Care', 'Cure it for two days with used yerba, and dry it mouth up.'],
    ],
    badge: 'Bestseller',
  },
  'manta-sierra': {
    summary: 'Heavy merino throw with three stripes and a hand-knotted fringe.',
    story:
      'Two weavers work one loom for four days. It is washed in rain water, which keeps the wool soft, and fulled until the wind does not pass.',
    details: [
      ['Made by', 'The Cerro Arequita weavers, Minas'],
      ['Materials', 'Merino wool, plant dyes'],
      ['Size', '150 × 210 cm, 1.9 kg'],
      ['Care', 'Air it often, wash it cold once a year.'],
    ],
  },
  'matera-rambla': {
    summary: 'Holds thermos, mate and yerba upright, all the way along the promenade.',
    story:
      'Cut from the back of the hide, where it stretches least, with a base that is moulded on a wooden form. The pocket takes half a kilo of yerba.',
    details: [
      ['Made by', 'Talabartería Olmedo, Canelones'],
      ['Materials', 'Vegetable-tanned cowhide, brass'],
      ['Size', '32 × 17 × 24 cm, for a one-litre thermos'],
      ['Care', 'A little beeswax twice a year.'],
    ],
    badge: 'New',
  },
  'cuencos-laguna': {
    summary: 'One small and glazed, one large and bare: for soup, salad, or keys.',
    story:
      'Thrown in pairs from one lump of clay, so that the small one nests in the large one. The glaze pools at the lip, where it turns almost black.',
    details: [
      ['Made by', 'Elena Bentancor, Carmelo'],
      ['Materials', 'Stoneware, ash glaze'],
      ['Size', '14 cm and 18 cm across'],
      ['Care', 'Dishwasher and oven safe.'],
    ],
  },
  'mate-arenal': {
    summary: 'A mate that needs no curing, warm in the hand, with a dripped glaze.',
    story:
      'For those who share with the house and not with the horse: it rinses clean, keeps no taste, and sits as well on a desk as on the sand.',
    details: [
      ['Made by', 'Elena Bentancor, Carmelo'],
      ['Materials', 'Stoneware; straw not included'],
      ['Holds', '210 ml'],
      ['Care', 'Dishwasher safe.'],
    ],
  },
  'bolso-tranquera': {
    summary: 'One hide, four rivets, no lining: a bag to carry for twenty years.',
    story:
      'The handles are rounded over cord and stitched with two needles. It starts stiff and dark, and takes the shape of what you carry.',
    details: [
      ['Made by', 'Talabartería Olmedo, Canelones'],
      ['Materials', 'Vegetable-tanned cowhide, waxed linen thread'],
      ['Size', '42 × 30 × 14 cm'],
      ['Care', 'Repaired free of charge, for ever.'],
    ],
  },
  'jarra-costa': {
    summary: 'A litre and a half, a steady pour, and three brushed waves.',
    story:
      'The waves are painted on the turning wheel in one breath. If the brush stops, the jug goes back into the clay.',
    details: [
      ['Made by', 'Elena Bentancor, Carmelo'],
      ['Materials', 'Stoneware, cobalt slip'],
      ['Holds', '1.5 litres'],
      ['Care', 'Dishwasher safe.'],
    ],
  },
  'ruana-lavalleja': {
    summary: 'Open-front wrap in undyed wool with a woven band along the hem.',
    story:
      'The wool keeps the colour of the sheep. Thrown over the shoulder it closes like a coat; folded twice it is a cushion for the stadium.',
    details: [
      ['Made by', 'The Cerro Arequita weavers, Minas'],
      ['Materials', 'Corriedale wool, undyed'],
      ['Size', 'One size, 130 × 140 cm'],
      ['Care', 'Hand wash, dry flat.'],
    ],
  },
  'bombilla-pico': {
    summary: 'One coil filter, one spoon filter: for fine yerba and for coarse.',
    story: 'Turned in nickel silver and in brass, with a stone set by hand. Both come apart for cleaning.',
    details: [
      ['Made by', 'Ismael Dutra, Artigas'],
      ['Materials', 'Nickel silver, brass, agate'],
      ['Length', '19 cm'],
      ['Care', 'Brush included.'],
    ],
  },
  'tazas-medanos': {
    summary: 'Stacking cups, dipped by hand and bare where the fingers hold.',
    story:
      'Each is dipped at another angle, like dunes after wind. They stack three high and survive most grandchildren.',
    details: [
      ['Made by', 'Elena Bentancor, Carmelo'],
      ['Materials', 'Stoneware'],
      ['Holds', '180 ml each'],
      ['Care', 'Dishwasher safe.'],
    ],
  },
  'almohadon-campo': {
    summary: 'Flat-woven cover with the diamond of the saddle girths, tassels and all.',
    story:
      'The diamond comes from the girths that gauchos wove in winter. The filling is raw fleece: shake it, and it rises again.',
    details: [
      ['Made by', 'The Cerro Arequita weavers, Minas'],
      ['Materials', 'Wool, cotton warp, fleece filling'],
      ['Size', '45 × 45 cm'],
      ['Care', 'Cover comes off; hand wash.'],
    ],
  },
  'cinto-estancia': {
    summary: 'Four centimetres of bridle leather and a buckle cast in sand.',
    story:
      'The same strap that holds a saddle. Edges are burnished with bone, the buckle is brass through and through.',
    details: [
      ['Made by', 'Talabartería Olmedo, Canelones'],
      ['Materials', 'Bridle leather, cast brass'],
      ['Width', '4 cm'],
      ['Care', 'Extra holes punched free of charge.'],
    ],
    hasSizes: true,
  },
};
