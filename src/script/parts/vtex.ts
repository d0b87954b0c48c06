import { vtex } from '../../observe/vtex/vtex.js';
import { offer } from './offer.js';

offer('vtex', vtex);
