import { woocommerce } from '../../observe/platforms/woocommerce/woocommerce.js';
import { registerPart } from '../parts.js';

registerPart('woocommerce', woocommerce);
