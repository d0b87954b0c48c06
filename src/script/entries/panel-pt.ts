import { pt } from '../../debug/panel/texts/pt.js';
import { registerPart } from '../parts.js';

registerPart('panel-pt', () => pt);
