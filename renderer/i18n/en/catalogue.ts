import { audit } from './audit.ts';
import { caseBoard } from './caseBoard.ts';
import { caseFile } from './caseFile.ts';
import { catchup } from './catchup.ts';
import { common } from './common.ts';
import { conflicts } from './conflicts.ts';
import { devices } from './devices.ts';
import { dispatch } from './dispatch.ts';
import { errors } from './errors.ts';
import { help } from './help.ts';
import { intake } from './intake.ts';
import { liveMap } from './liveMap.ts';
import { login } from './login.ts';
import { map } from './map.ts';
import { notices } from './notices.ts';
import { operations } from './operations.ts';
import { people } from './people.ts';
import { printing } from './printing.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';
import { shell } from './shell.ts';
import { sync } from './sync.ts';
import { wall } from './wall.ts';
import type { Messages } from '../zh-CN/catalogue.ts';

export const en: Messages = {
  audit,
  caseBoard,
  caseFile,
  catchup,
  common,
  conflicts,
  devices,
  dispatch,
  errors,
  help,
  intake,
  liveMap,
  login,
  map,
  notices,
  operations,
  people,
  printing,
  settings,
  setup,
  shell,
  sync,
  wall,
};
