import { tiendanube } from '../../observe/platforms/tiendanube/tiendanube.js';
import { offer } from '../parts.js';

offer('tiendanube', tiendanube);
