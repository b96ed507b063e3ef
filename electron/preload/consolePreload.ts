import { offerShell } from './offerShell.ts';

offerShell({ hasSeat: true });
