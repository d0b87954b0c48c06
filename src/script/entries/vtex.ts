import { vtex } from '../../observe/platforms/vtex/vtex.js';
import { offer } from '../parts.js';

offer('vtex', vtex);
