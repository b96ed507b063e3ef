import type { App } from 'vue';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';

type Page = {
  /** Lets an error go on as every other of the page. */
  readonly report: (cause: unknown) => void;
  readonly reload: () => void;
};

/**
 * A part that breaks while it is drawn stays as it was, and looks well: whoever sits before it is told that
 * it is not. Call it after the stores were installed.
 */
export function sayWhatBreaks(app: App, page: Page): void {
  const toasts = app.runWithContext(useToastStore);
  const m = app.runWithContext(useMessages);
  app.config.errorHandler = (cause) => {
    const text = m.value.shell.partBroke;
    if (!toasts.toasts.some((toast) => toast.text === text)) {
      const act = { label: m.value.shell.reload, run: page.reload };
      toasts.show({ kind: 'failed', text, seconds: 30, act });
    }
    page.report(cause);
  };
}
