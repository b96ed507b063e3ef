import { createPinia } from 'pinia';
import { createApp } from 'vue';
import '#renderer/ui/tokens.css';
import '#renderer/ui/base.css';
import { createConsoleClient } from '#renderer/client/consoleClient.ts';
import { openLink } from '#renderer/client/openLink.ts';
import { provideClient } from '#renderer/client/useClient.ts';
import { useLocaleStore } from '#renderer/i18n/localeStore.ts';
import { wallLanguage } from './wallLanguage.ts';
import WallPage from './WallPage.vue';

/** The wall's own entry: the same client as the console, as the body `wall`, and nothing of the shell. */
const app = createApp(WallPage);
const client = createConsoleClient({
  open: openLink,
  body: 'wall',
  schedule(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});
app.use(createPinia());
provideClient(app, client);
app.runWithContext(() => {
  useLocaleStore().language = wallLanguage(location.search);
});
app.mount('#wall');
