import { tiendanube } from '../../observe/tiendanube/tiendanube.js';
import { offer } from './offer.js';

offer('tiendanube', tiendanube);
