import { isDnsLabel } from '@flotilla/model';
import { WrongInput } from '../exitCodes';
import type { Terminal } from '../terminal';

/** What a new fleet must know. */
export interface FleetAnswers {
  name: string;
  engine: 'Flux' | 'ArgoCD';
  repository: string;
  branch: string;
  owner: string;
  cluster: string;
  /** Empty while there is no portal. */
  hub: string;
}

interface Question {
  field: keyof FleetAnswers;
  text: string;
  fallback: (answers: Partial<Record<keyof FleetAnswers, string>>) => string;
  /** Why an answer won't do. */
  wrong: (answer: string) => string | undefined;
}

const name = (answer: string) =>
  isDnsLabel(answer)
    ? undefined
    : 'use lower-case letters, digits and "-", such as acme';

const QUESTIONS: readonly Question[] = [
  {
    field: 'name',
    text: 'Name of the fleet',
    fallback: () => 'fleet',
    wrong: name,
  },
  {
    field: 'engine',
    text: 'What applies things in clusters: Flux or ArgoCD',
    fallback: () => 'Flux',
    wrong: answer =>
      answer === 'Flux' || answer === 'ArgoCD'
        ? undefined
        : 'write Flux or ArgoCD',
  },
  {
    field: 'repository',
    text: 'Where clusters read this repository',
    fallback: answers => `https://github.com/${answers.name ?? 'fleet'}/fleet`,
    wrong: answer =>
      /^(https|ssh):\/\/\S+$/.test(answer)
        ? undefined
        : 'write an https:// or ssh:// address',
  },
  {
    field: 'branch',
    text: 'The branch that they follow',
    fallback: () => 'main',
    wrong: answer =>
      /^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(answer)
        ? undefined
        : 'write the name of a branch',
  },
  {
    field: 'owner',
    text: 'Who owns it, as the catalog names them',
    fallback: () => 'group:default/platform',
    wrong: answer =>
      /^(group|user):[a-z0-9-]+\/[A-Za-z0-9._-]+$/.test(answer)
        ? undefined
        : 'write it as group:default/platform',
  },
  {
    field: 'cluster',
    text: 'A first cluster, one that already runs',
    fallback: () => 'first',
    wrong: name,
  },
  {
    field: 'hub',
    text: 'The portal that its agents report to, such as https://portal.acme.example/api/flotilla',
    fallback: () => '',
    wrong: answer =>
      /^https:\/\/\S+$/.test(answer)
        ? undefined
        : 'write an https:// address, or leave it out while there is no portal',
  },
];

const EMPTY = {
  name: '',
  engine: '',
  repository: '',
  branch: '',
  owner: '',
  cluster: '',
  hub: '',
};

/** Answers given as options. */
export type GivenAnswers = Partial<Record<keyof FleetAnswers, string>>;

/**
 * Everything that a new fleet must know: as given, as the person at the terminal answers, or by default.
 *
 * @param ask - whether to ask at all
 * @throws WrongInput for an option that won't do; a person is asked again
 */
export async function answersTo(
  given: GivenAnswers,
  terminal: Terminal,
  ask: boolean,
): Promise<FleetAnswers> {
  const answers: GivenAnswers = {};
  for (const question of QUESTIONS) {
    answers[question.field] =
      given[question.field] === undefined
        ? await answerTo(question, answers, ask ? terminal : undefined)
        : checked(question, given[question.field] ?? '');
  }
  const { engine, ...texts } = { ...EMPTY, ...answers };
  return { ...texts, engine: engine === 'ArgoCD' ? 'ArgoCD' : 'Flux' };
}

async function answerTo(
  { text, fallback, wrong }: Question,
  answers: GivenAnswers,
  terminal: Terminal | undefined,
): Promise<string> {
  const byDefault = fallback(answers);
  if (!terminal?.ask) return byDefault;
  for (;;) {
    const said = (
      await terminal.ask(`${text} [${byDefault || 'none yet'}]: `)
    ).trim();
    const fault = said === '' ? undefined : wrong(said);
    if (!fault) return said || byDefault;
    terminal.err(`  That won't do: ${fault}.\n`);
  }
}

function checked({ field, wrong }: Question, answer: string): string {
  const fault = wrong(answer);
  if (fault) throw new WrongInput(`--${field} ${answer} won't do: ${fault}`);
  return answer;
}
