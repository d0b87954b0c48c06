import { tiendanube } from '../../observe/platforms/tiendanube/tiendanube.js';
import { registerPart } from '../parts.js';

registerPart('tiendanube', tiendanube);
