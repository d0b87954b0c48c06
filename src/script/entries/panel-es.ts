import { es } from '../../debug/panel/texts/es.js';
import { registerPart } from '../parts.js';

registerPart('panel-es', () => es);
