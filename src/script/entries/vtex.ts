import { vtex } from '../../observe/platforms/vtex/vtex.js';
import { registerPart } from '../parts.js';

registerPart('vtex', vtex);
