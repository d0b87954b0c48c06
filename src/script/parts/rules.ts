import { rules } from '../../observe/rules/rules.js';
import type { Rule } from '../../observe/rules/rules.js';
import { offer } from './offer.js';

offer('rules', ({ rules: list }: { rules: Rule[] }) => rules(list));
