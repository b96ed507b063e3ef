import { openLogFile, type Log } from '#core/node/logFile.ts';

/** The shell's own ring of files, beside the host's; what is worth a look is said aloud, too. */
export function openShellLog(folder: string): Log {
  const file = openLogFile({ folder, name: 'shell', now: () => Date.now() });
  return {
    ...file,
    write(level, event, details) {
      file.write(level, event, details);
      const words = details === undefined ? '' : ` ${JSON.stringify(details)}`;
      console.log(`${level} ${event}${words}`);
    },
  };
}
