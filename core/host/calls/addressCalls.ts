import { must } from '../../kernel/assert.ts';
import { ok } from '../../kernel/result.ts';
import type { Log } from '../../node/logFile.ts';
import type { Addresses } from '../addresses.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { knock } from '../sync/knock.ts';
import { refuse, type CallTable } from './callTable.ts';

type AddressCall = 'address.get' | 'address.try' | 'address.keep';
/** `addresses` is there with the core. */
type Parts = { readonly core: ConsoleCore; readonly addresses: Addresses | null };

/** Where the district and the station are: an administrator looks, tries, and changes them for this console. */
export function addressCalls(open: () => Parts, log: Log): Pick<CallTable, AddressCall> {
  const parts = (): { readonly core: ConsoleCore; readonly addresses: Addresses } => {
    const { core, addresses } = open();
    return { core, addresses: must(addresses, 'the addresses are known') };
  };
  return {
    'address.get': () => {
      const { core, addresses } = parts();
      return Promise.resolve(
        ok({
          ...addresses.shown(),
          mayHaveStation: core.scope.startsWith('street:'),
          saidAtStart: (['district', 'station'] as const).filter((one) => addresses.isSaid(one)),
        }),
      );
    },
    'address.try': async ({ of, address }) => {
      const { core, addresses } = parts();
      const read = addresses.read(of, address);
      if (!read.ok) return refuse(read.error);
      const { incarnation } = core.outbox.identity();
      return ok(await knock(read.value, { identity: core.identity, incarnation }));
    },
    'address.keep': async ({ of, address }) => {
      const { core, addresses } = parts();
      const isNone = of === 'station' && address.trim() === '';
      const read = isNone ? ok(null) : addresses.read(of, address);
      if (!read.ok) return refuse(read.error);
      const isNow = await addresses.keep(of, read.value);
      const by = core.session.person?.id ?? null;
      log.write('warn', 'host/address-kept', { of, url: read.value?.url ?? null, by });
      if (isNow) redial(core);
      return ok({ counts: isNow ? ('now' as const) : ('nextStart' as const) });
    },
  };
}

/** From now on its district or its station is to be found elsewhere. */
function redial({ street, engine }: ConsoleCore): void {
  street?.again();
  engine.reconnect();
  engine.nudge();
}
