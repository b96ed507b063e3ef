import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { facts } from './timelineText.ts';
import type { Messages } from './useMessages.ts';

export type Proposal = NonNullable<CaseDoc['proposals']>[string];

type Names = { readonly name: (id: string) => string; readonly scope: (scope: string) => string };

/** What is proposed, in one line: the act, whom or what it names, and the words that came with it. */
export function proposalText(proposal: Proposal, m: Messages, names: Names): string {
  const { kind, text, what } = proposal;
  const acts = m.dispatch.acts as Readonly<Record<string, string>>;
  const act = [acts[kind] ?? kind, target(what, m, names)].filter((part) => part !== '').join(' ');
  return facts(act, text);
}

function target(what: Proposal['what'], m: Messages, names: Names): string {
  const { lead, units, unit, to, field, value } = what;
  if (typeof lead === 'string') {
    const others = typeof units === 'string' ? units.split(',') : [];
    const all = [lead, ...others.filter((each) => each !== '' && each !== lead)];
    return all.map(names.name).join(' · ');
  }
  if (typeof unit === 'string') return names.name(unit);
  if (typeof to === 'string') return names.scope(to);
  const fields = m.operations.fields as Readonly<Record<string, string>>;
  const name = typeof field === 'string' ? (fields[field] ?? '') : '';
  return [name, typeof value === 'string' ? value : ''].filter((part) => part !== '').join(' ');
}
