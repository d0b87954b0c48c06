import { hellotext } from '../../hellotext/hellotext.js';
import { registerPart } from '../parts.js';

registerPart('hellotext-destination', hellotext);
