import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { assert } from '#core/kernel/assert.ts';
import { openHostClient, type HostClient } from './hostClient.ts';
import { startProgram, type Running } from './processes.ts';
import { DRILL_RATE } from './plan.ts';

const run = promisify(execFile);
/** Known to everybody: these logins exist in demo folders only. */
const DEMO_PASSWORD = 'shaotai-demo';

/** One console of the drill: a host process, its client, and the line it dials through. */
export type Console = Desk & {
  readonly device: string;
  readonly dataFolder: string;
  readonly witness: string;
  running: Running;
  client: HostClient;
};

export type Desk = {
  readonly name: string;
  readonly scope: string;
  readonly login: { readonly login: string; readonly password: string; readonly seat: string };
  /** Dials through the line that is cut. */
  readonly isCutSide: boolean;
  readonly street: string | null;
  readonly otherStreet: `street:${string}`;
};

const DONGZHIMEN = '110101009';
const HEPINGLI = '110101010';

const DESKS: readonly Desk[] = [
  hallDesk('operator', 'S01'),
  hallDesk('dispatcher', 'D01'),
  hallDesk('chief', 'D02'),
  streetDesk({ street: DONGZHIMEN, letters: 'DZM', person: 'dispatcher', seat: 'DZM-1' }),
  streetDesk({ street: DONGZHIMEN, letters: 'DZM', person: 'chief', seat: 'DZM-2' }),
  streetDesk({ street: HEPINGLI, letters: 'HPL', person: 'dispatcher', seat: 'HPL-1' }),
];

function hallDesk(person: string, seat: string): Desk {
  return {
    name: `hall-${person}`,
    scope: 'district',
    login: { login: person, password: DEMO_PASSWORD, seat },
    isCutSide: false,
    street: null,
    otherStreet: `street:${DONGZHIMEN}`,
  };
}

function streetDesk(desk: {
  readonly street: string;
  readonly letters: string;
  readonly person: string;
  readonly seat: string;
}): Desk {
  const name = `${desk.letters.toLowerCase()}-${desk.person}`;
  return {
    name,
    scope: `street:${desk.street}`,
    login: { login: name, password: DEMO_PASSWORD, seat: desk.seat },
    isCutSide: desk.street === DONGZHIMEN,
    street: desk.street,
    otherStreet: `street:${desk.street === DONGZHIMEN ? HEPINGLI : DONGZHIMEN}`,
  };
}

/** Its line is the station's, too. */
const CUT_DESK = 'dzm-dispatcher';

export type Stage = {
  readonly folder: string;
  readonly district: Running;
  /** Of the street that is cut off: its consoles work on over it. */
  readonly station: Running;
  readonly consoles: readonly Console[];
  /** Business time now. */
  readonly now: () => number;
  /** SIGKILL, then a new start on the same folder. */
  readonly killAndRestart: (one: Console) => Promise<void>;
  readonly close: () => Promise<void>;
};

type DemoDevice = { readonly device: string; readonly replica: string; readonly scope: string };

/** On which port a desk finds its district: the district's own, or a line's before it. */
export type Dial = (desk: Desk, districtPort: number) => Promise<number>;

export async function openStage(keep: boolean, dial: Dial): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-drill-'));
  await run(process.execPath, ['scripts/build.mjs']);
  await run(
    process.execPath,
    ['out/seed.js', '--profile', 'dongcheng', '--data', folder, '--days', '0'],
    { maxBuffer: 1 << 26 },
  );
  const from = Date.now();
  const at = businessStart();
  const fast = `${from},${at},${DRILL_RATE}`;
  const district = await startProgram(
    'out/district/main.js',
    ['--data', join(folder, 'district'), '--port', '0', '--fast-time', fast],
    'district',
  );
  const ports = new Map<string, number>();
  for (const desk of DESKS) ports.set(desk.name, await dial(desk, district.port));
  const take = await demoDevices(folder);
  const upstream = ports.get(CUT_DESK) ?? 0;
  const device = take(`street:${DONGZHIMEN}`);
  const station = await startStation({ folder, fast, upstream, device });
  const start = (desk: Desk, device: string): Promise<Running> =>
    startProgram(
      'out/host/main.js',
      [
        ...['--data', join(folder, desk.name), '--port', '0', '--fast-time', fast],
        ...['--district', `ws://127.0.0.1:${ports.get(desk.name) ?? 0}`],
        ...['--enrol-demo', join(folder, 'demo'), '--demo-device', device],
        ...['--witness', join(folder, `${desk.name}.witness`)],
        ...(desk.isCutSide ? ['--station', `ws://127.0.0.1:${station.port}`] : []),
      ],
      desk.name,
    );
  const consoles: Console[] = [];
  for (const desk of DESKS) {
    const device = take(desk.scope);
    const running = await start(desk, device);
    consoles.push({
      ...desk,
      device,
      dataFolder: join(folder, desk.name),
      witness: join(folder, `${desk.name}.witness`),
      running,
      client: await openHostClient(running.port),
    });
  }

  return {
    folder,
    district,
    station,
    consoles,
    now: () => at + (Date.now() - from) * DRILL_RATE,
    async killAndRestart(one) {
      await one.running.kill();
      one.client.close();
      one.running = await start(one, one.device);
      one.client = await openHostClient(one.running.port);
    },
    async close() {
      for (const one of consoles) one.client.close();
      await Promise.all(consoles.map((one) => one.running.stop()));
      await station.stop();
      await district.stop();
      if (!keep) await rm(folder, { recursive: true, force: true });
    },
  };
}

type StationWish = {
  readonly folder: string;
  readonly fast: string;
  /** Port of the district's line. */
  readonly upstream: number;
  readonly device: string;
};

function startStation({ folder, fast, upstream, device }: StationWish): Promise<Running> {
  const args = [
    ...['--data', join(folder, 'station'), '--port', '0', '--fast-time', fast],
    ...['--upstream', `ws://127.0.0.1:${upstream}`],
    ...['--enrol-demo', join(folder, 'demo'), '--demo-device', device],
  ];
  return startProgram('out/station/main.js', args, 'station');
}

/** Hands out the demo's devices of a scope, each once. */
async function demoDevices(folder: string): Promise<(scope: string) => string> {
  const devices = [...(await readDemoDevices(folder))];
  return (scope) => {
    const index = devices.findIndex((one) => one.scope === scope);
    const [device] = devices.splice(index, 1);
    assert(index >= 0 && device !== undefined, `the demo has no device left for ${scope}`);
    return device.device;
  };
}

/** The shift begins at 08:00 in Shanghai on a fixed working day, so that clocks and roles do not vary. */
function businessStart(): number {
  return Date.UTC(2026, 2, 4, 0, 0, 0);
}

export async function readDemoDevices(folder: string): Promise<readonly DemoDevice[]> {
  return JSON.parse(await readFile(join(folder, 'demo', 'devices.json'), 'utf8')) as DemoDevice[];
}
