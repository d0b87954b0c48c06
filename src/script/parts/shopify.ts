import { shopify } from '../../observe/shopify/shopify.js';
import { offer } from './offer.js';

offer('shopify', shopify);
