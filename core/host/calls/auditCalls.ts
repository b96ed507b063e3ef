import { ok } from '../../kernel/result.ts';
import type { CallOutput } from '../../protocol/console/calls.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { refuse, type CallTable } from './callTable.ts';

/** What the district shows of its log, beside what this console itself has seen signed (docs/adr/0017). */
export function auditCalls(core: () => ConsoleCore): Pick<CallTable, 'audit.state'> {
  return {
    'audit.state': async (input) => {
      const answer = await core().engine.ask({ f: 'ask', name: 'audit.state', input });
      if (!answer.ok) {
        const { code } = answer.value as { readonly code?: unknown };
        return refuse(typeof code === 'string' ? code : 'session/needed');
      }
      const told = answer.value as Omit<CallOutput<'audit.state'>, 'witnessed'>;
      const kept = await core().questions.heads.kept();
      const roots = new Set(kept.map(({ epoch, size, root }) => `${epoch} ${size} ${root}`));
      const seen = told.heads.filter(({ epoch, size, root }) =>
        roots.has(`${epoch} ${size} ${root}`),
      );
      return ok({ ...told, witnessed: seen.map(({ size }) => size) });
    },
  };
}
