import { overSocket } from '#tests/support/frameLine.ts';
import { linesKeepTo } from './syncLines.ts';

linesKeepTo(overSocket);
