import '../ui/tokens.css';
import '../ui/base.css';
import './print.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { createConsoleClient } from '#renderer/client/consoleClient.ts';
import { openLink } from '#renderer/client/openLink.ts';
import { provideClient } from '#renderer/client/useClient.ts';
import App from './App.vue';
import { sayWhatBreaks } from './brokenParts.ts';

const client = createConsoleClient({
  open: openLink,
  body: 'console',
  schedule: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});
const app = createApp(App);
provideClient(app, client);
app.use(createPinia());
sayWhatBreaks(app, {
  report: (cause) => reportError(cause),
  reload: () => location.reload(),
});
app.mount('#app');
