import { wordpressForms } from '../../observe/forms/wordpress-forms.js';
import { offer } from './offer.js';

offer('forms', wordpressForms);
