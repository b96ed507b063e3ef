import { overHttp } from '#tests/support/overHttp.ts';
import { linesKeepTo } from './syncLines.ts';

linesKeepTo(overHttp);
