import { woocommerce } from '../../observe/platforms/woocommerce/woocommerce.js';
import { offer } from '../parts.js';

offer('woocommerce', woocommerce);
