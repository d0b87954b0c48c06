import { shopify } from '../../observe/platforms/shopify/shopify.js';
import { registerPart } from '../parts.js';

registerPart('shopify', shopify);
