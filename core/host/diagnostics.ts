import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tarOf, type TarFile } from './tarArchive.ts';
import type { HostContext } from './hostContext.ts';

const LOG_BYTES_MAX = 2 * 1024 * 1024;

/**
 * What a person may hand to support: counts, versions, sizes and the log. No case, no caller, no name, no
 * login: none of the three databases is opened for its rows.
 */
export async function diagnosticsBundle(
  host: HostContext,
): Promise<{ name: string; base64: string }> {
  await host.flushLog();
  const files: TarFile[] = [
    { name: 'about.json', text: JSON.stringify(await host.about(), null, 2) },
    { name: 'state.json', text: JSON.stringify(await stateOf(host), null, 2) },
    { name: 'files.json', text: JSON.stringify(await sizesIn(host.dataFolder), null, 2) },
    ...(await logsIn(join(host.dataFolder, 'logs'))),
  ];
  const archive = gzipSync(tarOf(files, Math.floor(host.clock.wall() / 1_000)));
  const day = new Date(host.clock.wall()).toISOString().slice(0, 10);
  return { name: `shaotai-diagnostics-${day}.tar.gz`, base64: archive.toString('base64') };
}

async function stateOf(host: HostContext): Promise<Record<string, unknown>> {
  const core = host.core();
  if (core === null) return { enrolled: false };
  const status = core.engine.status();
  const counts = await core.replica.read((reader) =>
    reader.get<Record<string, number>>(
      `SELECT (SELECT COUNT(*) FROM board) AS cases, (SELECT COUNT(*) FROM board WHERE open = 1) AS open,
         (SELECT COUNT(*) FROM event) AS events, (SELECT COUNT(*) FROM overlay) AS overlay,
         (SELECT COUNT(*) FROM confirmed WHERE form = 'broken') AS broken`,
    ),
  );
  return {
    enrolled: true,
    scope: core.scope,
    device: core.identity.device,
    replica: core.identity.replica,
    incarnation: core.outbox.identity().incarnation,
    line: status.line,
    refusedWith: status.refusedWith,
    clock: { offsetMs: status.off, errMs: status.err },
    outbox: { last: status.last, decided: status.watermark, waiting: core.keeper.undecidedCount() },
    behind: status.behind,
    cursors: core.replica.cursors(),
    replicaRows: counts,
    movedAside: core.files.movedAside !== null,
    uptimeSeconds: Math.round(process.uptime()),
    memory: process.memoryUsage(),
  };
}

async function sizesIn(folder: string): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const name of await readdir(folder)) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found?.isFile() === true) sizes[name] = found.size;
  }
  return sizes;
}

async function logsIn(folder: string): Promise<TarFile[]> {
  const names = await readdir(folder).catch(() => []);
  const files: TarFile[] = [];
  for (const name of names.filter((one) => one.endsWith('.log'))) {
    const text = await readFile(join(folder, name), 'utf8');
    files.push({ name: `logs/${name}`, text: text.slice(-LOG_BYTES_MAX) });
  }
  return files;
}
