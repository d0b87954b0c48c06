import type { MarkdownRenderer } from 'vitepress';
import { describeScene, drawScene } from './scenes.ts';
import { escapeHtml, HEIGHT, WIDTH } from './shapes.ts';
import { stepsOf } from './steps.ts';
import type { LanguageCode, Step } from './step.ts';

/** What stands below each drawing. Nobody should take it for a screenshot. */
const NOTES: Record<LanguageCode, { name: string; drawing: string; bold: string }> = {
  en: {
    name: 'What to paste where',
    drawing: 'A drawing, not a screenshot.',
    bold: 'Words in bold are the platform’s own.',
  },
  es: {
    name: 'Qué pegar y dónde',
    drawing: 'Es un dibujo, no una captura de pantalla.',
    bold: 'Las palabras en negrita son las de la plataforma.',
  },
  pt: {
    name: 'O que colar e onde',
    drawing: 'É um desenho, não uma captura de tela.',
    bold: 'As palavras em negrito são as da plataforma.',
  },
};

const BOLD = /\*\*(.+?)\*\*/g;

const drawStep = ({ scene, say }: Step) =>
  `<li><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(describeScene(scene))}">` +
  `${drawScene(scene)}</svg><p>${escapeHtml(say).replace(BOLD, '<strong>$1</strong>')}</p></li>`;

/** The steps of a drawing as a figure. */
export const drawFigure = (steps: readonly Step[], language: LanguageCode): string => {
  const { name, drawing, bold } = NOTES[language];
  const note = steps.some(({ say }) => say.includes('**')) ? `${drawing} ${bold}` : drawing;
  return (
    `<figure class="paste-here${steps.some(({ isChoice }) => isChoice) ? ' choice' : ''}" aria-label="${name}" v-pre><ol>${steps.map(drawStep).join('')}</ol>` +
    `<figcaption>${note}</figcaption></figure>\n`
  );
};

const MARK = /^<!-- drawing: ([\w-]+) -->\s*$/;

/** Draws what to paste where in place of `<!-- drawing: name -->`, which shows nothing where pages are read as files. */
export const drawings = (md: MarkdownRenderer): void => {
  const render = md.renderer.rules.html_block;
  md.renderer.rules.html_block = (tokens, index, options, env, self) => {
    const content = tokens[index]?.content ?? '';
    const [, name] = MARK.exec(content) ?? [];
    if (!name) return render?.(tokens, index, options, env, self) ?? content;
    const [folder] = String(env.relativePath).split('/');
    const language = folder === 'es' || folder === 'pt' ? folder : 'en';
    const steps = stepsOf(name, language);
    if (!steps) throw new Error(`${String(env.relativePath)} asks for the drawing "${name}", which does not exist.`);
    return drawFigure(steps, language);
  };
};
