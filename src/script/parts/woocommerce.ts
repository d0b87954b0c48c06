import { woocommerce } from '../../observe/woocommerce/woocommerce.js';
import { offer } from './offer.js';

offer('woocommerce', woocommerce);
