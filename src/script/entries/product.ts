import { productPage } from '../../observe/sources/product-page/product-page.js';
import { registerPart } from '../parts.js';

registerPart('product', productPage);
