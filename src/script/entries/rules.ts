import { rules } from '../../observe/sources/rules/rules.js';
import type { Rule } from '../../observe/sources/rules/rules.js';
import { registerPart } from '../parts.js';

registerPart('rules', ({ rules: list }: { rules: Rule[] }) => rules(list));
