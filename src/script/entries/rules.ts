import { rules } from '../../observe/sources/rules/rules.js';
import type { Rule } from '../../observe/sources/rules/rules.js';
import { offer } from '../parts.js';

offer('rules', ({ rules: list }: { rules: Rule[] }) => rules(list));
