import { shopify } from '../../observe/platforms/shopify/shopify.js';
import { offer } from '../parts.js';

offer('shopify', shopify);
