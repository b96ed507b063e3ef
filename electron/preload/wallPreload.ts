import { offerShell } from './offerShell.ts';

offerShell();
