import { createPinia } from 'pinia';
import { createApp, defineComponent, h, type App, type Component } from 'vue';
import { createConsoleClient } from '#renderer/client/consoleClient.ts';
import { provideClient } from '#renderer/client/useClient.ts';
import { scriptedLink, type ScriptedHost } from '#tests/support/scriptedLink.ts';

export type MountedScreen = {
  readonly root: HTMLElement;
  readonly app: App;
  /** Everything under way in memory has arrived and is drawn. */
  readonly settle: () => Promise<void>;
  readonly press: (key: Partial<KeyboardEventInit> & { readonly code: string }) => Promise<void>;
  readonly unmount: () => void;
};

/** A component with the real stores over an in-memory link to a scripted host. */
export function mountScreen(
  host: ScriptedHost,
  component: Component,
  more: {
    /** Runs in the set-up of the outermost component. */
    readonly setup?: () => void;
    readonly configure?: (app: App) => void;
  } = {},
): MountedScreen {
  const client = createConsoleClient({
    open: () => Promise.resolve(scriptedLink(host)),
    body: 'console',
    schedule: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  const root = document.createElement('div');
  document.body.append(root);
  const app = createApp(
    defineComponent(() => {
      more.setup?.();
      return () => h(component);
    }),
  );
  provideClient(app, client);
  more.configure?.(app);
  app.use(createPinia());
  app.mount(root);
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 6; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return {
    root,
    app,
    settle,
    press: async (key) => {
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(
        new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...key }),
      );
      await settle();
    },
    unmount: () => {
      app.unmount();
      client.dispose();
      root.remove();
    },
  };
}
