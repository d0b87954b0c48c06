import { wordpressForms } from '../../observe/sources/forms/form-plugins-by-request.js';
import { offer } from '../parts.js';

offer('forms', wordpressForms);
