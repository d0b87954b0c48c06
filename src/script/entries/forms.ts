import { formPluginsByRequest } from '../../observe/sources/forms/form-plugins-by-request.js';
import { registerPart } from '../parts.js';

registerPart('forms', formPluginsByRequest);
