import { ok } from '../../kernel/result.ts';
import type { CallOutput } from '../../protocol/console/calls.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import type { CallTable } from './callTable.ts';
import { askDistrict } from './districtCalls.ts';

type Told = Omit<CallOutput<'audit.state'>, 'witnessed'>;

/** What the district shows of its log, beside what this console itself has seen signed (docs/adr/0017). */
export function auditCalls(
  core: () => ConsoleCore,
): Pick<CallTable, 'audit.state' | 'forgetting.due'> {
  return {
    'audit.state': async (input) => {
      const told = await askDistrict<Told>(core(), 'audit.state', input);
      if (!told.ok) return told;
      const kept = await core().questions.heads.kept();
      const roots = new Set(kept.map(({ epoch, size, root }) => `${epoch} ${size} ${root}`));
      const seen = told.value.heads.filter(({ epoch, size, root }) =>
        roots.has(`${epoch} ${size} ${root}`),
      );
      return ok({ ...told.value, witnessed: seen.map(({ size }) => size) });
    },
    'forgetting.due': async (input) => {
      const told = await askDistrict<CallOutput<'forgetting.due'>>(core(), 'forgetting.due', input);
      if (!told.ok) return told;
      const { matterById } = core().reference;
      const rows = told.value.rows.map((row) => ({
        ...row,
        matter: matterById.get(row.matter ?? '')?.name ?? row.matter,
      }));
      return ok({ ...told.value, rows });
    },
  };
}
